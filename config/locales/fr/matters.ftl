matter-preparation = Plan de travail avant l’examen trimestriel de { $review }
matter-answers = Réponses à l’examen trimestriel de { $review }
matter-decision = Décision sur l’examen trimestriel de { $review }
matter-deliverable = { $reference } { $title }
matter-recommendation = Recommandation à { $group } : { $text }
matter-forum = { $name }
matter-call = { $name }

matter-left-planned = pas encore commencé
matter-left-started = commencé
matter-left-recommendation = à réaliser, ou à écarter avec une raison
matter-left-answers = cinq questions
matter-left-decide = à décider
matter-left-publish = décidé ; à publier
matter-left-preparation = dates, responsables et pièces jointes à vérifier
