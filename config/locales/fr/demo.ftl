### La page de la démonstration.

demo-title = Le centre de mise en relation
demo-subtitle = Tout se passe sur votre machine. Seules les personnes sont inventées.
demo-skip = Aller aux conversations
demo-hub = Le hub
demo-languages = Langue
demo-language-en = English
demo-language-fr = Français
demo-story = L’histoire en cinq étapes
demo-sides = La conversation affichée
demo-you-are = Vous êtes
demo-places = Conversations
demo-messages = Messages
demo-send = Envoyer
demo-close = Fermer
demo-back = ← Retour
demo-done = fait
demo-show-me = Montrez-moi
demo-lost = La démonstration s’est arrêtée. Relancez-la avec « make demo ».

demo-part-official = Fonctionnaire d’un gouvernement
demo-part-secretariat = Secrétariat
demo-part-focal = Point focal de l’OIT
demo-part-lead = Responsable de groupe de travail
demo-part-reviewer = Membre du Comité

demo-step-1 = Demandez de quoi lire
demo-step-1-text = Sur Telegram, vous représentez un gouvernement. Demandez avec vos propres mots.
demo-step-2 = Demandez une personne
demo-step-2-text = Dites où il vous faut de l’aide. Vérifiez ce qui a été compris, puis envoyez.
demo-step-3 = Soyez l’expert et acceptez
demo-step-3-text = Sur Slack, vous êtes le point focal de l’OIT. Le hub vous sollicite ; dites oui.
demo-step-4 = Parlez d’une plateforme à l’autre
demo-step-4-text = Répondez-vous : l’un dans Telegram, l’autre dans un fil Slack.
demo-step-5 = Laissez passer un trimestre
demo-step-5-text = Avancez l’horloge, jour après jour : rappels, suivis et examen trimestriel arrivent.

demo-say-read = quelque chose sur les alternatives à la détention des enfants ?
demo-say-need = J’ai besoin d’aide pour négocier un accord bilatéral de travail avec un pays de destination, surtout sur les frais de recrutement et la portabilité de la sécurité sociale
demo-say-words = Merci ! Nous avons un projet de douze pages. Puis-je vous envoyer la partie sur les frais ?
demo-say-answer = Avec plaisir. Commencez par qui paie quoi, et quand.

demo-clock = L’horloge
demo-now = { $day }, { $time }
demo-day = { $day }
demo-turn-hour = + 1 heure
demo-turn-day = + 1 jour
demo-turn-next = Prochaine échéance
demo-turn-quarter = + 1 trimestre
demo-turning = Le temps passe …
demo-nothing-due = Rien n’est attendu avant des mois.

demo-faults = Ce qui peut mal tourner
demo-hub-up = Le hub fonctionne
demo-hub-starting = Le hub démarre …
demo-hub-down = Le hub a été interrompu
demo-hub-kill = Interrompre le hub
demo-hub-start = Relancer le hub
demo-trouble-slack-down = Slack en panne
demo-trouble-telegram-slow = Telegram lent
demo-trouble-limited = Saturation (429)

demo-slack-home = Accueil
demo-slack-home-empty = Le hub n’a encore rien affiché ici.
demo-slack-empty = Écrivez au hub, ou tapez / pour sa commande. Dans un canal, mentionnez-le : @hub.
demo-telegram-empty = Écrivez au hub, ou tapez / pour ses commandes.
demo-write-slack = Écrire au hub, ou / pour sa commande
demo-write-telegram = Message, ou / pour les commandes
demo-command-hint = trouver alternatives à la détention
demo-thread = Fil
demo-replies = { $count ->
    [one] 1 réponse
   *[other] { $count } réponses
}
demo-reply = Répondre
demo-reply-in-thread = Répondre dans un fil
demo-shortcut = Demander de l’aide au hub
demo-edited = modifié
demo-only-you = Visible de vous seul
demo-typing = écrit …
demo-unread = { $count ->
    [one] 1 message non lu
   *[other] { $count } messages non lus
}
demo-json = Ce que le hub a envoyé
demo-json-text = L’appel tel qu’il est passé, et la réponse de la plateforme.
