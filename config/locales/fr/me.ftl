### Moi : langue, fuseau horaire, comptes reliés, ce que sait le hub.

me = Vos réglages
me-in-private = C’est personnel : voyons cela là où personne d’autre ne lit. Écrivez-moi directement et dites « moi ».
me-known = Voici tout ce que je garde sur vous.
me-known-language = Langue : { $language }
me-guessed-language = Langue : { $language }, selon votre application
me-stand-in-language = Langue : { $language }. Votre application demande une autre langue ({ $asked }), que je ne parle pas encore entièrement
me-known-zone = Fuseau horaire : { $zone }
me-known-organisation = Organisation : { $organisation }
me-known-standing = Vous voyez { $standing }
me-known-accounts = Vos comptes : { $platforms }
me-known-names = Nom affiché : { $names }, communiqué seulement aux personnes avec qui vous acceptez une mise en relation
me-known-since = Depuis le { $day }
me-known-questions = { $count ->
    [0] Aucune de vos questions
    [1] Une de vos questions, pour 30 jours au plus
   *[other] { $count } de vos questions, chacune pour 30 jours au plus
}
me-known-nothing-else = Ni adresse électronique, ni numéro de téléphone, ni autre nom que celui que montre votre application. Les messages envoyés sont effacés ici dès qu’ils sont arrivés.

standing-guest = ce qui est public
standing-official = ce qui est public et ce qui s’adresse aux gouvernements
standing-member = ce qui est public et ce qui s’adresse au réseau
standing-secretariat = tout

speak-language-ar = التحدث بالعربية
speak-language-zh = 说中文
speak-language-en = Speak English
speak-language-fr = Parler français
speak-language-ru = Говорить по-русски
speak-language-es = Hablar español
me-language-ask = Dans quelle langue dois-je vous parler ?
me-language-set = Je vous parle désormais en { $language }.
me-language-unknown = Je ne parle pas encore assez bien cette langue ({ $language }). Je peux proposer :
me-zone-ask = Où êtes-vous ? Touchez une ville, ou écrivez par exemple : fuseau horaire Tunis
me-zone-set = Les heures sont désormais celles de { $zone }. Il y est { $now }.
me-zone-several = Plusieurs lieux s’appellent { $zone }. Lequel ?
me-zone-unknown = Je ne connais pas de fuseau horaire pour « { $zone } ». Essayez une grande ville proche, ou touchez-en une :

me-link-code = Sur l’autre plateforme, écrivez-moi ceci dans les { $minutes } minutes : lier { $code }
me-linked = C’est fait : ce compte et celui de { $platforms } ne font plus qu’un.
me-linked-notice = Un compte sur { $platform } a été relié au vôtre le { $at }. Si ce n’était pas vous, déliez-le maintenant.
me-link-wrong = Ce code ne fonctionne pas : il est mal écrit, déjà utilisé, ou date de plus de dix minutes. Demandez-en un nouveau sur l’autre plateforme.
me-link-same = Vous avez écrit le code là où vous l’avez reçu. Écrivez-le sur l’autre plateforme.
me-link-too-many = Trop de codes erronés. Attendez une heure, puis demandez-en un nouveau.
me-unlinked = Votre compte sur { $platform } est de nouveau indépendant.
me-unlink-gone = Ce compte n’est plus relié au vôtre.

me-questions-forgotten = Vos questions sont oubliées.
me-forget-ask = J’efface tout ce que je garde sur vous, sur chaque plateforme reliée. C’est définitif. Voulez-vous continuer ?
me-forgotten = Tout ce qui vous concernait est effacé. Si vous m’écrivez de nouveau, nous repartirons de zéro. Bonne continuation !

choice-language = Langue
choice-zone = Fuseau horaire
choice-link = Relier un compte
choice-known = Ce que vous savez de moi
choice-unlink = Délier { $platform }
choice-forget-questions = Oublier mes questions
choice-forget = M’oublier
choice-forget-sure = Oui, tout effacer
choice-keep = Non, garder
