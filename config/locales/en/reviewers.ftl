# Who reviews instead of somebody.
choice-review-ask = Ask { $name }
choice-review-empty = Leave the seat empty
review-instead = Who shall review instead of { $name }? First in line comes first:
review-instead-nobody = Nobody else may review here. { $name } stays, unless you leave the seat empty.
review-could = • { $name }: { $why }
review-may-not = This person may not review here, or has been chosen before.
review-why-asked = chosen by the secretariat; { $why }
