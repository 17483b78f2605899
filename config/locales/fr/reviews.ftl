choice-reviews = Examens
choice-reviews-past = Examens passés
choice-recommendations = Recommandations
verb-reviews = examens
verb-recommendations = recommandations

review-title = { $group } { $title }, { $quarter }
review-quarter = { $quarter }
review-list = { $count ->
    [one] Un examen est en cours :
   *[other] { $count } examens sont en cours :
}
review-none = Aucun examen ne vous attend. Je vous écris dès qu’il y en a un.
review-past = Voici les examens publiés ou archivés :
review-past-none = Aucun examen n’a encore été publié.
review-shown = { $review }

    { $state }
review-decided = C’est noté. Personne ne voit votre décision avant sa publication.

    { $review }
review-in-private = Les examens se traitent entre nous : écrivez-moi directement.
review-for-members = Les examens sont réservés aux membres du réseau. Si vous en êtes, demandez au secrétariat de l’indiquer.
review-not-yours = Cet examen est confié à d’autres personnes.
review-empty = Rien n’est encore répondu, je n’ai donc rien envoyé. Une case ou une remarque suffit.
review-for-chair = Seule la personne qui statue sur cet examen peut faire cela.
review-for-secretariat = Seul le secrétariat peut faire cela.
review-not-open = Cet examen n’est pas encore ouvert. Je vous écris dès qu’il l’est.
review-not-answered = L’examen n’est pas encore terminé.
review-too-late = Le délai de réponse a expiré le { $until }. Ce que vous avez commencé est conservé, et vous pouvez demander plus de temps.
review-over = Le délai de réponse a expiré le { $until }, et l’examen est tranché entre-temps. Merci tout de même.
review-wished = J’ai demandé une semaine de plus. Je vous écris dès qu’il y a plus de temps ; ce que vous avez commencé est conservé.

review-state-prepared = Préparé ; personne n’a encore été sollicité
review-state-open = Ouvert
review-state-in_review = En cours d’examen
review-state-answered = Réponses reçues ; la décision revient à la présidence
review-state-silent = Le délai de réponse a expiré, personne n’a répondu ; la décision revient à la présidence
review-state-partial = Le délai de réponse a expiré, tout le monde n’a pas répondu ; la décision revient à la présidence
review-state-decided = Décision prise, non publiée
review-state-published = Publié
review-state-archived = Archivé
review-opens = Les personnes chargées de l’examen sont sollicitées le { $at }
review-answers-by = Réponses jusqu’au { $at }
review-decide-by = Décision jusqu’au { $at }
review-reviewers = { $count ->
    [0] Personne n’est encore chargé de l’examen
    [one] { $done ->
        [0] Une personne chargée de l’examen, pas encore de réponse
       *[other] Une personne chargée de l’examen, qui a répondu
    }
   *[other] { $count } personnes chargées de l’examen ; réponses : { $done }
}
review-line-decision = Décision : { $decision }
review-recommended = { $count ->
    [0] Aucune recommandation
    [one] Une recommandation :
   *[other] { $count } recommandations :
}
review-bullet = • { $text }
review-evidence = Ce que la plateforme sait au { $day }. Ce sont des éléments, pas une réponse :
review-evidence-of = • Question { $number } : { $what }
review-agreed = Les cases cochées sont les mêmes.
review-differs = Question { $number }, { $name } : { $said }
review-differs-decision = Décision, { $name } : { $said }
review-announced = L’examen de { $review } est publié.

    { $decision }

review-form = Examen { $group }
review-submit = Envoyer
review-intro = Vous pouvez modifier vos réponses jusqu’au { $until }.
review-verdict-form = Décision { $group }
review-verdict-submit = Garder
review-verdict-intro = Les réponses réunies en une seule. Rien n’est encore publié.
review-field-box = { $number }. { $text }
review-field-comment = { $number }. Commentaire
review-field-recommendations = { $number }. Recommandations
review-field-remarks = Remarques générales
review-field-decision = Décision
review-field-general = Recommandations générales
review-hint-recommendations = Une par ligne.
review-decision-validated = Validé
review-decision-recommended = Validé avec recommandations
review-decision-not = Non validé
review-wrong-recommendation = Une recommandation demande des mots. Écrivez-en une par ligne.
review-wrong-long = Une recommandation compte { $most } caractères au plus.
review-thanks = Merci, votre examen de { $review } est noté. Vous pouvez le modifier jusqu’au { $until }.

review-who = Qui examine { $review }, et pourquoi :
review-who-nobody = Personne ne peut encore examiner { $review }.
review-chosen = • { $name } : { $why } ; { $state }
review-has-answered = a répondu
review-has-not = n’a pas répondu
review-not-chosen = • Pas { $name } : { $why }
review-not-lead = dirige ce groupe ou statue sur lui
review-not-organisation = { $organisation } dirige ce groupe
review-not-here = en absence jusqu’au { $day }
review-why-never = jamais sollicité·e ; { $load ->
    [0] aucun autre examen
    [one] un autre examen
   *[other] { $load } autres examens
}
review-why-longest = dernière sollicitation le { $day } ; { $load ->
    [0] aucun autre examen
    [one] un autre examen
   *[other] { $load } autres examens
}

choice-review-of = { $group }
choice-review-see = Voir l’examen
choice-review-fill = Remplir
choice-review-change = Modifier
choice-review-decide = Décider
choice-review-time = Une semaine de plus
choice-review-more = Demander plus de temps
choice-review-give = Accorder une semaine
choice-review-publish = Publier
choice-review-who = Qui examine
choice-review-swap = Remplacer { $name }

review-told-prepared = L’examen de { $review } est préparé. Les personnes choisies sont sollicitées le { $opens } ; vous pouvez les changer d’ici là.
review-told-nobody = Personne ne peut encore examiner { $review }. Je cherche à nouveau chaque jour ; il faut des personnes qui examinent pour le réseau et n’appartiennent pas à une organisation qui dirige ce groupe.
review-told-opened = L’examen de { $review } est ouvert. Les réponses sont attendues jusqu’au { $until }.
review-told-asked = Voulez-vous examiner { $review } ? Cinq questions, jusqu’au { $until }.
review-told-released = Une autre personne examine { $review } ; vous n’avez rien à faire. Merci.
review-told-left = L’une des personnes qui examinent { $review } a quitté le hub. Selon la règle, { $who } examine à sa place, et la demande est partie.
review-told-left-empty = L’une des personnes qui examinent { $review } a quitté le hub, et personne d’autre ne peut examiner. Il faut des personnes qui examinent pour le réseau et n’appartiennent pas à une organisation qui dirige ce groupe.
review-told-longer = Le délai pour { $review } est prolongé jusqu’au { $until }.
review-told-answered = Les réponses sur { $review } sont là. La décision vous revient, jusqu’au { $decide }.
review-told-silence = Personne n’a répondu sur { $review } à temps. Vous pouvez accorder une semaine de plus, ou décider sur la base des éléments connus.
review-told-over = Le délai de réponse sur { $review } a expiré, et tout le monde n’a pas répondu. La décision revient à qui de droit.
review-told-wished = { $who } demande plus de temps pour { $review } ; le délai de réponse a expiré le { $until }.
review-told-published = L’examen de { $review } est publié. Je rappellerai ses recommandations au prochain examen.

evidence-no-attachment = aucun plan de travail ni note conceptuelle n’est joint au groupe
evidence-no-mandate = aucun mandat n’est enregistré
evidence-no-deliverables = le plan de travail ne compte aucun produit
evidence-objectives = aucun produit ne sert l’objectif { $numbers }
evidence-no-network = { $count ->
    [one] un produit ne cite aucun produit du Réseau : { $references }
   *[other] { $count } produits ne citent aucun produit du Réseau : { $references }
}
evidence-balance = entités des Nations Unies : { $un } ; autres : { $other }
evidence-missing = { $count ->
    [one] une catégorie de parties prenantes manque : { $kinds }
   *[other] { $count } catégories de parties prenantes manquent, dont { $kinds }
}
evidence-plan = { $count ->
    [one] un produit
   *[other] { $count } produits
}, en cours : { $open }
evidence-no-date = { $count ->
    [one] un sans date : { $references }
   *[other] { $count } sans date : { $references }
}
evidence-no-owner = { $count ->
    [one] un sans responsable : { $references }
   *[other] { $count } sans responsable : { $references }
}
evidence-overdue = { $count ->
    [one] un en retard : { $references }
   *[other] { $count } en retard : { $references }
}
evidence-principles = { $missing } principes directeurs sur { $count } ne sont servis par aucun produit
evidence-states = gouvernements dans le groupe : { $members } ; produits qui citent les États Membres : { $count }
evidence-recommendation-open = toujours ouverte : { $text }
evidence-recommendations-settled = recommandations réglées des examens précédents : { $count }
evidence-record = { $reference } contient { $count ->
    [one] une recommandation
   *[other] { $count } recommandations
}

recommendation-list = { $count ->
    [one] Une recommandation est ouverte :
   *[other] { $count } recommandations sont ouvertes :
}
recommendation-none = Aucune recommandation n’est ouverte.
recommendation-shown = Recommandation à { $group } : { $state }
recommendation-age = { $days ->
    [0] nouvelle aujourd’hui
    [one] date d’un jour
   *[other] date de { $days } jours
}
recommendation-due = avant le { $day }
recommendation-state-open = ouverte
recommendation-state-done = réalisée
recommendation-state-declined = écartée
recommendation-state-superseded = remplacée
recommendation-said-open = point de situation
recommendation-said-done = réalisée
recommendation-said-declined = écartée
recommendation-said-superseded = remplacée
recommendation-note = { $day }, { $what } : { $text }
recommendation-note-bare = { $day } : { $what }
recommendation-for-leads = Seules les personnes qui dirigent le groupe peuvent dire cela.
recommendation-settled = Cette recommandation est réglée.
recommendation-form = Recommandation
recommendation-submit = Garder
recommendation-about = { $text }
recommendation-field-open = Qu’en est-il depuis ?
recommendation-field-done = Qu’en est-il résulté ?
recommendation-field-declined = Pourquoi est-elle écartée ?
recommendation-field-superseded = Par quoi est-elle remplacée ?
choice-recommendation-see = { $number } { $text }
choice-recommendation-report = Point de situation
choice-recommendation-done = Réalisée
choice-recommendation-declined = Écarter
choice-recommendation-superseded = Remplacée
