### Ce que disent les fiches elles-mêmes, avant ce qu'il y a à lire.

quoted-found = { $total ->
    [0] Ce que disent les fiches sur « { $question } »
    [1] Ce que disent les fiches, puis un résultat pour « { $question } »
   *[other] Ce que disent les fiches, puis { $first } à { $last } sur { $total } résultats pour « { $question } »
}
quoted-nearest = Ce que disent les fiches, puis ce qui s’approche le plus de « { $question } »
quoted-nothing = Ce que disent les fiches sur « { $question } »
quote-working-definition = définition de travail du thésaurus du hub
quote-unconfirmed = à confirmer
quote-none-coming = rien de plus tardif n’est encore inscrit
quote-none-past = rien de plus ancien n’est inscrit
quote-every-months = { $count ->
    [0] sans rythme fixe
    [1] tous les mois
   *[other] tous les { $count } mois
}
quote-every-years = { $count ->
    [0] sans rythme fixe
    [1] chaque année
   *[other] tous les { $count } ans
}
quote-since = depuis { $since }
quote-answer = réponse d’une experte ou d’un expert
quote-answer-of = réponse d’une experte ou d’un expert ({ $who })
choice-whole = Lire toute la réponse
