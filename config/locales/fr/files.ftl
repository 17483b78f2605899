# Les fichiers qui accompagnent une réponse.
file-not-made = Le fichier n’a pas pu être préparé cette fois. Demandez-le encore une fois, s’il vous plaît.
file-in-private = Je vous l’ai envoyé dans notre conversation privée : ce qui se trouve ici n’est visible que par vous, et un fichier n’y aurait pas sa place.
console-file = Enregistré dans { $where }
file-onward = La suite, à portée de main :
