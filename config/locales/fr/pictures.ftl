# L’image d’un plan de travail.
choice-plan-picture = Image
plan-picture = { $overdue ->
    [0] Le plan de travail de { $group } en image : { $done } sur { $count } faits.
   *[other] Le plan de travail de { $group } en image : { $done } sur { $count } faits, { $overdue } en retard.
}
plan-picture-title = Plan de travail de { $group }
plan-picture-summary = { $overdue ->
    [0] { $done } sur { $count } faits
   *[other] { $done } sur { $count } faits · { $overdue } en retard
}
plan-picture-today = Aujourd’hui, { $day }
plan-picture-done = fait
plan-picture-started = en cours
plan-picture-planned = prévu
plan-picture-late = en retard
plan-picture-risk = menacé
plan-picture-waits = ce qui attend quoi
plan-picture-more = { $count ->
    [one] Le plan compte encore un livrable.
   *[other] Le plan compte encore { $count } livrables.
}
choice-plan-table = Tableau
choice-plan-csv = En CSV
plan-table = Le plan de travail de { $group } en tableau à remplir. Remplissez-le et renvoyez-le-moi ici : je vous montre ce qu’il changerait avant de rien changer.
plan-table-title = Plan de travail de { $group }, tableau
plan-table-in-private = Le tableau nomme des personnes : demandez-le-moi directement, en tant que membre du réseau.
