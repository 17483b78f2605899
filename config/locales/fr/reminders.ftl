### Rappels.

reminder-nothing = Il n’y a plus rien à faire.
reminder-due = { $count ->
    [0] Pour aujourd’hui : { $what }
    [one] Pour demain : { $what }
   *[other] Dans { $count } jours : { $what }
}
reminder-late = { $count ->
    [one] En retard depuis hier : { $what }
   *[other] En retard de { $count } jours : { $what }
}
reminder-opens = { $count ->
    [0] Les évaluateurs sont sollicités aujourd’hui : { $what }
    [one] Les évaluateurs sont sollicités demain : { $what }
   *[other] Dans { $count } jours, les évaluateurs sont sollicités : { $what }
}
reminder-begins = { $count ->
    [0] Commence aujourd’hui : { $what }
    [one] Commence demain : { $what }
   *[other] Commence dans { $count } jours : { $what }
}
reminder-several = { $count } choses vous attendent :
reminder-line = { $number }. { $what }
reminder-line-of = { $number }. { $what } (avec { $names })
reminder-line-on = { $number }. { $what } ({ $day })
reminder-line-on-of = { $number }. { $what } ({ $day }, avec { $names })
reminder-more = { $count ->
    [one] Et une autre.
   *[other] Et { $count } autres.
}

reminder-held = Ce message arrive en retard : il était pour le { $day }. Il dit où en sont les choses maintenant.
reminder-on = Le { $day }
reminder-was-until = C’était à rendre avant la fin du { $day }
reminder-until-day = Jusqu’à la fin du { $day }
reminder-until-time = Jusqu’au { $at }
reminder-until-both = Jusqu’au { $at } chez vous : la fin du { $day } à { $where }
reminder-until-clocks = Jusqu’au { $at } chez vous : { $day }, { $time } à { $where }
reminder-from-last = La date est { $period } ; c’est sa fin qui compte.
reminder-from-first = La date est { $period } ; c’est son premier jour qui compte.
reminder-moved = Déplacé : c’était le { $day }.
reminder-handed = C’est à vous maintenant : on vous l’a confié.
reminder-nobody = Personne n’en répond nommément pour l’instant.
reminder-for-away = Vous remplacez { $names }.
reminder-for-silent = Vous remplacez { $names } ; je n’ai pas encore de réponse.
reminder-as-lead = C’est entre les mains de { $names }. Vous l’apprenez parce que rien n’est encore venu.
reminder-as-secretariat = C’est entre les mains de { $names }. Vous l’apprenez parce que rien n’est venu depuis des semaines, ou que personne d’autre n’est là.
reminder-group = Pour { $group } { $title }
reminder-left = Reste à faire : { $left }
reminder-waits = Attend { $what }

reminder-choice-open = Ouvrir
reminder-choice-done = Fait
reminder-choice-snooze = Plus tard…
reminder-choice-hand = Confier…
reminder-choice-not_mine = Pas à moi
reminder-choice-see = { $number }
reminder-choice-all-later = Tout demain
reminder-choice-list = Tous les rappels

choice-due = À faire
choice-group-reminders = Rappels
reminder-list = { $count ->
    [one] Une chose à venir :
   *[other] { $count } choses à venir :
}
reminder-list-what = C’est à vous de le faire. « Mes échéances » montre toutes les dates à venir, celles du réseau aussi.
reminder-none = Rien à venir pour vous.
reminder-in-private = Les rappels restent entre nous : écrivez-moi directement.
reminder-gone = C’est réglé, ou c’est désormais à quelqu’un d’autre ; il n’y a rien à faire pour vous.
reminder-dismissed = C’est noté, je n’en parle plus : { $what }
reminder-when = Quand dois-je vous le rappeler ? { $what }
reminder-later = Je vous le rappelle le { $at } : { $what }
reminder-later-late = C’est après l’échéance du { $day }.
reminder-all-later = { $count ->
    [one] Je vous le rappelle le { $at }.
   *[other] Je vous rappelle les { $count } le { $at }.
}
reminder-past = Le { $day } n’est pas à venir. Choisissez un jour plus tard.
reminder-far = Le { $day } est dans plus d’un an. Choisissez un jour plus proche.
reminder-snooze-form = Plus tard
reminder-snooze-submit = Me le rappeler alors
reminder-snooze-day = Me le rappeler le
reminder-snooze-hint = Par exemple 15 janvier, ou vendredi : c’est le prochain, jamais aujourd’hui.
reminder-to-whom = Qui s’en charge ? La personne l’apprend aussitôt. { $what }
reminder-to-nobody = Personne d’autre n’est ici dans ce groupe. { $what }
reminder-stays = Cela ne peut pas être confié ici.
reminder-not-there = Cette personne n’est plus dans le groupe.
reminder-given = C’est fait : { $name } en répond désormais, et l’apprend pendant ses heures de travail. { $what }
reminder-not-mine-ask = Cela revient aux responsables du groupe, qui l’apprennent. { $what }
reminder-not-mine-review = Quelqu’un d’autre est sollicité pour l’examen. { $what }
reminder-not-mine = C’est noté, ce n’est plus à vous : { $what }
reminder-event-when = { $when }

reminder-choice-tomorrow = Demain
reminder-choice-monday = Lundi
reminder-choice-day = Une date…
reminder-choice-how = À quel rythme…
reminder-choice-source = Source
reminder-choice-not_mine-sure = Oui, pas à moi

ladder-mine = Mes rappels pour vous :
ladder-of-group = Mes rappels pour { $group } :
ladder-line = { $kind } : { $steps }
ladder-one = { $kind } : { $steps }
ladder-others-wait = D’autres attendent : il y a donc toujours quelque chose le jour même ou avant, et après.
ladder-others-wait-until = D’autres attendent cela : il y a donc toujours un rappel au plus tard ce jour-là, et aucun après.
ladder-needed = D’autres attendent : gardez au moins un jour et une semaine.
ladder-for-leads = Seuls les responsables du groupe peuvent le changer.
ladder-kind-preparation = Avant un examen de votre groupe
ladder-kind-answers = Examens qu’on vous demande
ladder-kind-decision = Décisions sur les examens
ladder-kind-deliverable = Livrables
ladder-kind-recommendation = Recommandations
ladder-kind-forum = Examens régionaux et Forum
ladder-kind-call = Appels qui se terminent
ladder-before = { $count ->
    [one] { $last ->
        [one] la veille
       *[other] { $days } jours avant
    }
   *[other] { $days } jours avant
}
ladder-day = le jour même
ladder-weekly = { $weeks ->
    [one] une fois la semaine d’après
   *[other] chaque semaine ensuite, { $weeks } fois
}
ladder-none = aucun rappel
ladder-choice-usual = Comme d’habitude
ladder-choice-few = Une semaine avant
ladder-choice-day = Le jour même
ladder-choice-none = Aucun
ladder-choice-own = À ma façon…
ladder-form = Rappels
ladder-submit = Garder
ladder-field-days = Jours avant
ladder-field-weeks = Semaines après
ladder-hint-days = Séparés par des virgules ; 0 est le jour même, { $most } le plus loin.
ladder-hint-weeks = Une fois par semaine pendant ce temps, en cas de retard.
ladder-wrong = Écrivez des jours de 0 à { $most } séparés par des virgules, douze au plus : 30, 14, 7, 1, 0

digest = Les semaines à venir pour { $group } { $title } :
digest-late = En retard depuis le { $day } : { $what }
digest-due = { $day } : { $what }
