form-question = { $title } · { $number } sur { $count }

    { $question }
form-now = Actuellement : { $value }
form-answer = { $question } : { $value }
form-unanswered = sans réponse
form-yes = Oui
form-no = Non
form-neither = Sans réponse
form-marked = ✓ { $what }
form-overview = { $title }

    Est-ce exact ? Rien n’est envoyé sans votre accord.
form-ready = { $title }

    Toutes les questions sont sur une page. Il faut une minute ou deux, et vous pouvez arrêter à tout moment.
form-look-again = Un point de « { $title } » est à revoir. Vos réponses sont conservées.
form-left = Entendu. Je garde vos réponses { $days } jours.
form-dropped = C’est fait, vos réponses sont effacées.
form-in-private = Faisons cela en privé : écrivez-moi directement.

form-choice-open = Ouvrir le formulaire
form-choice-step = Question par question, ici
form-choice-done = Terminé
form-choice-skip = Passer
form-choice-empty = Laisser vide
form-choice-back = Retour
form-choice-see = Voir les réponses
form-choice-leave = Arrêter là
form-choice-go-on = Continuer
form-choice-drop = Effacer
form-choice-change = Modifier : { $question }

form-wrong-required = Une réponse est nécessaire ici.
form-wrong-long = Cela fait { $count } caractères ; { $most } au maximum, s’il vous plaît.
form-wrong-short = Un peu plus, s’il vous plaît : { $least } caractères au moins.
form-wrong-option = Je ne connais pas cette réponse. Choisissez dans la liste, s’il vous plaît.
form-wrong-many = Choisissez-en { $most } au maximum, s’il vous plaît.
form-wrong-few = Choisissez-en { $least } au moins, s’il vous plaît.
form-wrong-number = Indiquez un nombre entier de { $least } à { $most }, s’il vous plaît.
form-wrong-any-number = Indiquez un nombre entier, { $least } ou plus, s’il vous plaît.
form-wrong-date = Je n’ai pas su lire de date. Essayez ainsi : { $example }
