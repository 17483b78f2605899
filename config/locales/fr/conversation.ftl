### Ce que dit le hub dans une conversation, quel qu'en soit le sujet.

just = { $what }

welcome = Bonjour, je suis le hub de mise en relation. Je trouve des lectures sur les migrations et des personnes qui s’y connaissent, dans les six langues de l’ONU. Posez votre question comme elle vous vient, ou touchez l’une de celles-ci :
help = Posez votre question comme elle vous vient, dans l’une des six langues de l’ONU. J’indique toujours d’où vient ce que je montre.
help-find = Pour lire : « quelque chose sur le conseil au retour ? » ou chercher conseil au retour
help-who = Des personnes : « qui connaît les accords de main-d’œuvre, en français ? » ou qui accords de main-d’œuvre
help-me = Vous : moi montre votre langue, votre fuseau horaire, vos comptes reliés et ce que je sais de vous
help-try-1 = Alternatives à la détention d’enfants
help-try-2 = Qui connaît les accords de main-d’œuvre ?
help-try-3 = Dernières orientations sur le retour
hello = Bonjour ! Que cherchez-vous ? Posez votre question comme elle vous vient, ou touchez l’une de celles-ci :
you-are-welcome = Je vous en prie.
say-something = Il me faut quelques mots. Dites-moi ce que vous voulez lire ou qui vous cherchez, par exemple :

say-something-find = Sur quoi voulez-vous lire ? Écrivez-le après la commande, ou posez simplement votre question. Par exemple :
say-something-who = Que doivent connaître ces personnes ? Écrivez-le après la commande, ou posez simplement votre question. Par exemple :

which = Faut-il chercher quelque chose à lire, ou des personnes qui connaissent le sujet ?
which-meaning = Cela peut désigner plusieurs choses. Laquelle avez-vous en tête ?
verb-unknown = Je ne connais pas « { $typed } ». Peut-être ceci :
verb-unlike-any = Je ne connais pas « { $typed } ». Voici ce que je sais faire :
verb-find = Chercher une lecture
verb-find-words = Lire sur « { $words } »
verb-who = Chercher des personnes
verb-who-words = Trouver quelqu’un pour « { $words } »
verb-me = Mes réglages
verb-help = Aide

too-old = Ce bouton appartient à une question plus ancienne, que je ne garde plus. Reposez-la, je chercherai de nouveau.
button-old = Je ne reconnais plus ce bouton. Reposez votre question, je chercherai de nouveau.
not-your-question = Cette question vient de quelqu’un d’autre. Posez-la vous-même, et la réponse sera pour vous.
somebody-was-first = Quelqu’un a modifié cela au même moment. Regardez de nouveau, s’il vous plaît.
went-wrong = Un problème est survenu de notre côté. Votre message est conservé, et l’équipe du hub le retrouvera sous le numéro { $incident }. Réessayez un peu plus tard.
read-the-beginning = J’en ai lu les { $most } premiers caractères.

choice-help = Que puis-je demander ?
choice-me = Mes réglages
choice-back = ‹ Retour

platform-slack = Slack
platform-telegram = Telegram
platform-console = le terminal

in-language-ar = العربية
in-language-zh = 中文
in-language-en = English
in-language-fr = Français
in-language-ru = Русский
in-language-es = Español
