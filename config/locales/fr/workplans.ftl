### Plans de travail : ce qu’un groupe a promis, pour quand, et ce qui attend quoi.

choice-workplan = Plan de travail
choice-workplan-of = Plan de travail de { $group }
choice-workplan-group = { $group }
choice-plan-see = { $reference }
choice-plan-more = Suite ›
choice-plan-add = Ajouter un livrable
choice-plan-done = C’est fait
choice-plan-started = En cours
choice-plan-dropped = Abandonner
choice-plan-planned = Reprendre
choice-plan-edit = Modifier
choice-plan-serves = À quoi il sert
choice-plan-split = Le diviser
verb-workplan = Un plan de travail
verb-workplan-words = Le plan de travail de « { $words } »

workplan-shown = { $overdue ->
    [0] Plan de travail de { $group } : { $done } sur { $count } réalisés.
   *[other] Plan de travail de { $group } : { $done } sur { $count } réalisés, { $overdue } en retard.
}
workplan-empty = { $group } n’a encore aucun livrable enregistré.
workplan-mine = { $count ->
    [one] Vous êtes responsable de { $count } livrable.
   *[other] Vous êtes responsable de { $count } livrables.
}
workplan-mine-none = Vous n’êtes responsable d’aucun livrable pour le moment. Quel plan de travail souhaitez-vous voir ?
workplan-undated = Sans date : { $what }
workplan-unowned = Sans responsable : { $what }
workplan-in-the-past = Attention : cette date est passée.
workplan-owner-unknown = Je ne connais personne du nom de « { $who } » : le nom reste tel quel, et personne ne reçoit de rappel.

deliverable-shown = { $reference }
deliverable-planned = prévu
deliverable-started = en cours
deliverable-done = réalisé
deliverable-dropped = abandonné
deliverable-overdue = en retard
deliverable-due = échéance : { $when }
deliverable-undated = sans date
deliverable-owner = { $who }
deliverable-owner-person = { $who } ({ $organisation })
deliverable-owner-somebody = une personne du groupe
deliverable-unowned = sans responsable
deliverable-at-risk = Menacé, car il attend { $what }
deliverable-after = Attend : { $what }
deliverable-risks = En retard pour ce qui en dépend : { $what }
deliverable-serves = Sert : { $what }
deliverable-principles = Principes directeurs : { $which }
deliverable-split-from = Une partie de { $what }
deliverable-owner-left = La personne responsable ne fait plus partie du groupe.
deliverable-step = { $day } : { $what }
deliverable-step-from = { $day } : { $what } (avant : { $before })
deliverable-step-added = ajouté
deliverable-step-imported = repris des données du réseau
deliverable-step-table = repris d’un tableau
deliverable-step-edited = modifié
deliverable-step-moved = déplacé à une autre date
deliverable-step-split = divisé
deliverable-step-started = en cours
deliverable-step-done = réalisé
deliverable-step-dropped = abandonné
deliverable-step-reopened = repris

plan-form-add = Nouveau pour { $group }
plan-form-edit = { $reference }
plan-form-serves = { $reference }
plan-form-split = Diviser { $reference }
plan-submit = Enregistrer
plan-field-title = Que sera-t-il livré ?
plan-field-owner = Qui en est responsable ?
plan-hint-owner = « moi-même », le nom d’une personne du groupe, ou une organisation.
plan-field-due = Pour quand ?
plan-hint-due = Aussi précisément que possible : 15 mars 2027, mars 2027, T1 2027, 2027, ou 2027-2028.
plan-field-after = Que faut-il avoir fait avant ?
plan-hint-after = Des références, séparées par des virgules : D1, D3.
plan-field-network = Quel livrable du plan de travail du Réseau sert-il ?
plan-hint-network = Comme le plan de travail du Réseau le nomme.
plan-field-objectives = Quels objectifs du Pacte mondial ?
plan-hint-objectives = Des nombres de 1 à 23, séparés par des virgules.
plan-field-principles = Quels principes directeurs ?
plan-field-parts = Ses parties, une par ligne
plan-hint-parts = Un point-virgule et une date à la fin, si vous voulez : Rédiger le guide ; mars 2027
plan-wrong-due = Je ne sais pas lire « { $said } » comme une date. Essayez 15 mars 2027, mars 2027, T1 2027 ou 2027.
plan-wrong-after = Absents de ce plan de travail : { $said }
plan-wrong-circle = { $reference } s’attendrait lui-même.
plan-wrong-objectives = Les objectifs sont des nombres de 1 à 23, ce que ne sont pas : { $said }
plan-wrong-parts = Écrivez de deux à { $most } parties, une par ligne.

plan-slip-told = { $what } a maintenant pour échéance : { $due }. Ce dont vous êtes responsable en dépend : { $waiting }.
plan-slip-told-undated = { $what } a changé. Ce dont vous êtes responsable en dépend : { $waiting }.
