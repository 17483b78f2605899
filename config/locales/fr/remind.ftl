### Les rappels que chacun se donne.

remind-kept = Je vous le rappellerai : { $what }
remind-kept-here = Je le rappellerai à tout le monde ici : { $what }
remind-shown = Votre rappel : { $what }
remind-shown-here = Un rappel pour tout le monde ici : { $what }
remind-line-when = Quand : { $when }
remind-line-every = Fréquence : { $every }
remind-line-next = Prochaine fois : { $when }
remind-moved = Le { $day } n’est pas un jour ouvré pour vous, je prends donc le plus proche. Indiquez une heure, et je viens le jour même.
remind-zone-unknown = Je ne connais pas encore votre fuseau horaire, je prends donc l’heure en UTC. Indiquez-le, et vos rappels vous suivront.
remind-invite = Je ne peux écrire ici que si je suis dans ce canal : invitez-moi si je n’y suis pas.

remind-told = ⏰ Vous m’avez demandé de vous le rappeler : { $what }
remind-told-here = ⏰ Rappel pour tout le monde ici, de la part de { $name } : { $what }
remind-late = Ce rappel arrive en retard : il était prévu pour { $when }.
remind-done = Fait : { $what }
remind-cancelled = Je ne vous le rappelle plus : { $what }
remind-stop-ask = Arrêter ce rappel définitivement ? { $what }

remind-when = Quand dois-je vous le rappeler ? { $what }
remind-when-today = À quelle heure aujourd’hui ? { $what }
remind-no-such-day = Le { $said } n’existe pas. Quand dois-je vous le rappeler ? { $what }
remind-no-such-hour = Aucune horloge n’indique { $said }. Quand dois-je vous le rappeler ? { $what }
remind-past = C’est déjà passé. Quand dois-je vous le rappeler ? { $what }
remind-too-often = Je le fais une fois par jour au plus. Quand dois-je vous le rappeler ? { $what }
remind-when-unclear = Je n’y lis aucun moment. Essayez « demain à 9 h », « dans deux semaines », « chaque premier lundi à 9 h, heure de Genève ».
remind-what-in-channel = Que dois-je rappeler ? Dites-le en une fois, par exemple : rappelle à ce canal d’envoyer les nouvelles tous les vendredis à 10 h
remind-here-in-channel = Pour un rappel dans un canal, dites-le dans ce canal. Ici, il n’y a que vous : rappelle-moi …
remind-no-private = Je vous rappelle les choses en privé, et ne peux pas encore vous écrire. Ouvrez une conversation avec moi, dites bonjour, et redemandez-moi.
remind-too-many = Vous avez déjà { $most } rappels. Annulez-en un d’abord.
remind-too-many-here = Il y a déjà { $most } rappels dans ce canal. Annulez-en un d’abord.
remind-gone = Ce rappel n’existe plus.

remind-list = Ce que je vous rappelle ({ $count }) :
remind-list-none = Je ne vous rappelle rien. Essayez : rappelle-moi de demander les données à l’OIM dans deux semaines
remind-list-what = Ce sont les rappels que vous avez demandés. « À faire » montre ce que vous avez à faire.
remind-list-here = Ce que je rappelle à tout le monde ici ({ $count }) :
remind-list-here-none = Personne n’a demandé de rappel ici. Essayez : rappelle à ce canal chaque premier lundi à 9 h, heure de Genève, d’envoyer les nouvelles
remind-line = • { $what } : { $when }
remind-line-here = • { $what } : { $when } (dans un canal)

remind-form-when = Quand ?
remind-field-when = Quand dois-je vous le rappeler ? { $what }
remind-field-when-hint = Par exemple : demain à 9 h ; dans deux semaines ; le 15 janvier à 14 h 30, heure de Genève ; chaque premier lundi
remind-form-what = De quoi s’agit-il ?
remind-field-what = Que dois-je vous rappeler ?
remind-submit = Enregistrer

remind-choice-when = Un autre moment
remind-choice-what = D’autres mots
remind-choice-cancel = L’annuler
remind-choice-show = { $what }
remind-choice-drop = Annuler
remind-choice-more = La suite
remind-choice-hour = Dans une heure
remind-choice-tomorrow = Demain
remind-choice-monday = Lundi
remind-choice-week = Dans une semaine
remind-choice-other = Un autre moment …
remind-choice-day = Un autre jour …
remind-choice-again = Réessayer
remind-choice-on = Le { $day }
remind-choice-done = Fait
remind-choice-stop = L’arrêter
remind-choice-stop-sure = Arrêter définitivement
remind-choice-keep = Le garder
choice-reminders = Mes rappels
me-known-reminders = { $count ->
    [one] Un rappel que vous avez demandé
   *[other] { $count } rappels que vous avez demandés
}
verb-remind = rappelle-moi …
verb-remind-words = rappelle-moi { $words }
verb-reminders = mes rappels
help-remind = Rappels : « rappelle-moi de demander les données à l’OIM dans deux semaines » ; mes rappels les montre et les annule

moment-elsewhere = { $hour } à { $city }
repeat-days = { $count ->
    [one] tous les jours
   *[other] tous les { $count } jours
}
repeat-working = du lundi au vendredi
repeat-weeks = { $count ->
    [one] chaque { $days }
   *[other] toutes les { $count } semaines, le { $days }
}
repeat-nth = { $count ->
    [one] chaque { $nth } { $day } du mois
   *[other] le { $nth } { $day }, tous les { $count } mois
}
repeat-months = { $count ->
    [one] chaque mois, le { $day }
   *[other] tous les { $count } mois, le { $day }
}
repeat-months-end = { $count ->
    [one] chaque mois, le { $day } ou sinon le dernier jour
   *[other] tous les { $count } mois, le { $day } ou sinon le dernier jour
}
repeat-years = { $count ->
    [one] chaque année
   *[other] tous les { $count } ans
}
nth-1 = premier
nth-2 = deuxième
nth-3 = troisième
nth-4 = quatrième
nth-last = dernier
weekday-0 = lundi
weekday-1 = mardi
weekday-2 = mercredi
weekday-3 = jeudi
weekday-4 = vendredi
weekday-5 = samedi
weekday-6 = dimanche
