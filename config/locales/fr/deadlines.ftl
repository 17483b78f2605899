### Ce qui vient, et les calendriers qui le montrent.

deadlines-mine = { $late ->
    [0] Ce qui vient pour vous ({ $count }) :
   *[other] Ce qui vient pour vous ({ $count }, dont { $late } en retard, à la fin) :
}
deadlines-mine-none = Rien n’est attendu de vous.
deadlines-network = { $late ->
    [0] Ce qui vient dans le réseau ({ $count }) :
   *[other] Ce qui vient dans le réseau ({ $count }, dont { $late } en retard, à la fin) :
}
deadlines-network-none = Aucune date du réseau n’est à venir.
deadlines-group = { $late ->
    [0] Ce qui vient pour { $group } ({ $count }) :
   *[other] Ce qui vient pour { $group } ({ $count }, dont { $late } en retard, à la fin) :
}
deadlines-group-none = Rien de daté n’est ouvert pour { $group }.
deadlines-what = Voici toutes les dates devant vous : ce que vous avez à faire, ce que le réseau prévoit et ce que vous m’avez demandé de vous rappeler.
deadline-line = { $number }. { $when } : { $what } ({ $left })
deadline-line-bare = { $number }. { $when } : { $what }
deadline-late = { $number }. ⚠ en retard, { $when } : { $what } ({ $left })
deadline-late-bare = { $number }. ⚠ en retard, { $when } : { $what }
deadline-open = { $number }. { $what }
choice-deadlines = Mes échéances
choice-deadlines-of = Échéances de { $group }
choice-calendar = Dans mon calendrier
verb-deadlines = mes échéances
verb-deadlines-words = échéances de { $words }
verb-calendar = mon calendrier
verb-calendar-words = calendrier de { $words }
help-deadlines-alone = Échéances : « échéances » pour ce qui vient pour vous, « échéances de CWG 2.1 » pour un groupe
help-deadlines = Échéances : « échéances » pour ce qui vient pour vous, « échéances de CWG 2.1 » pour un groupe ; « mon calendrier » les met dans le vôtre

feed-of-me = Mes échéances
feed-of-group = Échéances de { $group }
feed-none = Votre calendrier peut montrer ceci tout seul : { $of }. Je crée une adresse secrète, et votre calendrier y regarde toutes les heures.
feed-there = Votre calendrier a une adresse pour ceci depuis le { $day } : { $of }. Je n’en garde aucune copie. Si elle est perdue, ou connue d’autrui, renouvelez-la : l’ancienne cesse aussitôt.
feed-made = { $of } : { $address }
feed-how = Collez-la là où votre calendrier en ajoute un « à partir de l’URL » ou « depuis le web » (Google, Outlook, Apple, Thunderbird). Il cherche les changements tout seul.
feed-secret = Quiconque a cette adresse peut la lire : gardez-la pour vous. Une adresse précédente ne marche plus.
feed-stopped = Cette adresse ne marche plus : { $of }.
feed-in-private = L’adresse d’un calendrier est secrète : écrivez-moi directement, et demandez-y « mon calendrier ».
feed-no-address = Les calendriers ne peuvent pas encore me joindre ; le secrétariat peut y faire remédier. Je vous montre ici ce qui vient, et je vous le rappelle.
feed-no-address-how = Les calendriers ne peuvent pas encore me joindre : qui me fait fonctionner doit d’abord définir HUB_PUBLIC_URL.
feed-not-yours = Le calendrier de { $group } est pour celles et ceux qui y prennent part.
feed-off = Plus à faire
feed-own = ⏰ { $what }
feed-own-here = ⏰ { $what } (dans un canal)
feed-stated = Date indiquée : { $when }
feed-choice-make = Créer une adresse
feed-choice-renew = La renouveler
feed-choice-stop = L’arrêter
me-known-calendars = { $count ->
    [one] Une adresse de calendrier
   *[other] { $count } adresses de calendrier
}
