### Suivis : dire aux gens ce qui est nouveau.

watch-kept-once = Je vous préviendrai, une fois, dès qu’il y aura quelque chose pour { $what }.
watch-kept-daily = Les matins de semaine, je vous dirai ce qui est nouveau pour { $what }, dès le { $day }. Sans nouveauté, je ne dis rien.
watch-kept-weekly = Le lundi matin, je vous dirai ce qui est nouveau pour { $what }, dès le { $day }. Sans nouveauté, je ne dis rien.
watch-news = { $count ->
    [0] Bonjour. Rien de nouveau pour { $what }.
    [1] Bonjour. Il y a du nouveau pour { $what } :
   *[other] Bonjour. Il y a { $count } nouveaux résultats pour { $what } :
}
watch-found = Il y a maintenant quelque chose pour { $what }, que vous m’aviez demandé de suivre :
watch-why = Nouveau pour { $what }
watch-more = { $count ->
    [0] Et rien d’autre.
    [1] Et un autre : demandez-moi de le chercher.
   *[other] Et { $count } autres : demandez-moi de les chercher.
}
watch-about = « { $question } »
watch-about-narrowed = « { $question } » ({ $slots })
watch-list = Voici ce que je suis pour vous :
watch-line-once = { $what } : annoncé une fois, dès qu’il y a quelque chose
watch-line-daily = { $what } : les matins de semaine
watch-line-weekly = { $what } : le lundi matin
watch-none = Je ne suis rien pour vous. Touchez « Me dire ce qui est nouveau » sous une réponse, ou écrivez par exemple : dites-moi quand il y a du nouveau sur les retours
watch-stopped = Je ne suis plus { $what } pour vous.
watch-gone = Je ne suis plus cela pour vous.
watch-in-private = Ce que je suis pour vous reste entre nous : écrivez-moi directement.
watch-too-many = Je suis déjà { $most } sujets pour vous. Arrêtez-en d’abord un.

help-watch = Du nouveau : « dites-moi quand il y a du nouveau sur les retours » ; mes suivis montre ce que je suis pour vous

choice-watch = Me dire ce qui est nouveau
choice-wait = Me prévenir dès qu’il y a quelque chose
choice-daily = Chaque jour ouvré
choice-weekly = Une fois par semaine
choice-stop = Arrêter { $what }
choice-watches = Ce que vous suivez pour moi
