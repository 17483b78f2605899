# Qui examine à la place de quelqu’un.
choice-review-ask = Demander à { $name }
choice-review-empty = Laisser la place vide
review-instead = Qui doit examiner à la place de { $name } ? Le premier de la file vient d’abord :
review-instead-nobody = Personne d’autre ne peut examiner ici. { $name } reste, sauf si vous laissez la place vide.
review-could = • { $name } : { $why }
review-may-not = Cette personne ne peut pas examiner ici, ou a déjà été choisie.
review-why-asked = choix du secrétariat ; { $why }
