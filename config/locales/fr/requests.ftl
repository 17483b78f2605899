### Demandes : ce dont quelqu’un a besoin, de la première phrase à la clôture ; et le côté du secrétariat.

choice-request = Demander de l’aide
choice-requests = Mes demandes
choice-request-new = Nouvelle demande
help-request = De l’aide : « nous avons besoin d’aide pour un accord de main-d’œuvre, de préférence en français, d’ici mars » ; mes demandes montre où cela en est, demandes ouvertes ce dont les autres ont besoin
verb-request = Demander de l’aide à une personne
verb-request-words = Demander de l’aide pour « { $words } »

request-understood = Voici ce que j’ai compris. Touchez ce qui n’est pas juste.
request-say-more = Une ou deux phrases de plus m’aideraient à trouver la bonne personne : qu’avez-vous essayé, pour qui est-ce, et que devrait-il en sortir ?
request-whole =
    { $first }

    { $need }
request-about = Sujet : { $topics }
request-languages = En : { $languages }
request-any-language = Langue : n’importe laquelle
request-places = Où : { $places }
request-anywhere = Où : n’importe où
request-until = Pour : { $date }
request-no-date = Pour : pas de date
request-quarter = { $quarter ->
    [1] le 1er trimestre { $year }
   *[other] le { $quarter }e trimestre { $year }
}
request-is-urgent = Urgent
request-is-for-country = Pour un pays : le secrétariat examine aussi les partenaires, les pairs et le financement
request-is-sensitive = Sensible : vue seulement par les personnes sollicitées et le secrétariat
request-without = Non sollicités : { $organisations }
request-consent = Si vous l’envoyez, je sollicite des personnes une à une, sans votre nom. Dès que quelqu’un accepte, vous apprenez chacun le nom et l’organisation de l’autre, et pouvez échanger.
request-on = ✓ { $what }

choice-request-send = Envoyer
choice-request-more = En dire plus
choice-request-words = Changer le texte
choice-request-languages = Langues
choice-request-when = Date
choice-request-where = Lieu
choice-request-urgent = C’est urgent
choice-request-not-urgent = ✕ Urgent
choice-request-country = Pour un pays
choice-request-not-country = ✕ Pour un pays
choice-request-read = Quelque chose à lire
choice-request-drop = Abandonner
choice-request-done = C’est bon
choice-request-no-date = Pas de date
choice-request-other-date = Une autre date
request-which-languages = En quelles langues l’aide peut-elle être donnée ? Sans choix, ce sera celle dans laquelle vous avez écrit.
request-which-places = Quels lieux cela concerne-t-il ? Sans choix, des personnes de partout sont sollicitées.
request-which-date = Pour quand en avez-vous besoin ?

choice-request-without = Exclure quelqu’un
request-field-excluded = Quelles organisations ne faut-il pas solliciter ?
request-hint-excluded = Noms ou sigles, séparés par des virgules. Personne d’autre ne le voit.

request-form = Demander de l’aide
request-form-submit = Montrez-moi
request-field-need = De quelle aide avez-vous besoin ?
request-field-more = Que devrait encore savoir la personne qui pourrait aider ?
request-hint-need = Deux ou trois phrases : de quoi il s’agit, ce que vous avez essayé, et ce qui devrait en sortir. Sans noms de personnes.
request-field-languages = En quelles langues ?
request-field-by = Pour quand ?
request-field-urgent = Est-ce urgent ?

request-sent = Envoyé. Je cherche maintenant quelqu’un qui peut aider, et je sollicite une personne à la fois, en privé et pendant ses heures de travail. Cela prend souvent un jour ou deux. Je vous écris quand quelqu’un a accepté, ou si je ne trouve personne ; d’ici là, vous n’avez rien à faire.
request-sent-urgent = Envoyé. Comme c’est urgent, je sollicite deux personnes à la fois, pendant leurs heures de travail. Je vous écris dès que l’une a accepté, ou si je ne trouve personne ; d’ici là, vous n’avez rien à faire.
request-sent-country = Comme c’est pour un pays, le secrétariat l’examine aussi : qui d’autre pourrait participer, qui l’a déjà fait, et comment le financer.
request-in-private = Je vous ai écrit à ce sujet, entre nous. Si rien n’est arrivé, ouvrez une conversation avec moi et dites « mes demandes ».
request-ask-in-private = Les demandes restent entre vous et moi : écrivez-moi directement.
request-not-yours = Cette demande est celle de quelqu’un d’autre.
request-gone = Cette demande a été envoyée ou abandonnée. « Mes demandes » montre ce qu’il y a.
request-too-many = Vous avez { $most } demandes en cours. Fermez-en d’abord une.
request-dropped = Abandonnée. Personne ne l’a vue.
request-meanwhile = En attendant, dans les mêmes mots :
request-withdrawn = Retirée. Personne d’autre n’est sollicité.
request-closed = Fermée. Merci de me l’avoir dit.
request-closed-talking = Demande fermée, merci de me l’avoir dit. Une conversation déjà commencée continue jusqu’à ce que l’un de vous y mette fin.
request-closed-by-secretariat = Le secrétariat a fermé votre demande « { $need } » : { $why }.
request-parts-added = Le secrétariat a trouvé quelque chose pour votre demande « { $need } » :
request-list = Vos demandes, la dernière d’abord :
request-none = Vous n’avez encore demandé aucune aide. Dites en une phrase ce qu’il vous faut, par exemple : nous avons besoin d’aide pour le conseil au retour au Sénégal, d’ici mars
request-shown = { $state }
choice-request-see = { $number } : { $need }
choice-request-follow = Voir où cela en est
choice-request-withdraw = Retirer
choice-request-widen = Élargir : toute langue, partout
choice-request-another = Pas utile, essayer quelqu’un d’autre
choice-request-close = La fermer
choice-request-reopen = La rouvrir

request-state-draft = Pas encore envoyée
request-state-open = Envoyée
request-state-matching = On cherche quelqu’un
request-state-offered = Quelqu’un a été sollicité
request-state-introduced = Mise en relation faite
request-state-helped = Cela a aidé
request-state-closed = Fermée

step-by-requester = { $day }, vous : { $what }
step-by-other = { $day }, la personne qui demande : { $what }
step-by-hub = { $day } : { $what }
step-by-expert = { $day }, la personne sollicitée : { $what }
step-by-secretariat = { $day }, le secrétariat : { $what }
step-sent = envoyée
step-widened = élargie
step-withdrawn = retirée
step-closed = fermée
step-reopened = rouverte
step-not-helpful = n’a pas aidé, quelqu’un d’autre est sollicité
step-helped = cela a aidé
step-looking = on cherche quelqu’un
step-looking-again = on cherche quelqu’un d’autre
step-asked = sollicitation : { $kind }
step-asked-late = a finalement accepté
step-introduced = a accepté ; mise en relation faite
step-later = pas maintenant
step-declined = n’a pas pu aider
step-nobody-here = pense que personne ici ne convient
step-full = toutes les personnes qui conviennent sont occupées
step-nobody = personne n’a été trouvé
step-quiet = fermée, sans nouvelles depuis un moment
step-forgotten = fermée, la personne étant partie
step-shared = a transmis ce qui a été trouvé
step-part-assessment = l’a évaluée
step-part-partner_un = a nommé un partenaire à l’ONU
step-part-partner_other = a nommé un partenaire hors de l’ONU
step-part-peer = a trouvé comment d’autres ont fait
step-part-setup = a proposé une organisation
step-part-funding = a trouvé une source de financement
step-answered = il y a été répondu ailleurs
step-scope = le réseau ne peut pas aider sur ce point
step-twice = la même chose a déjà été demandée

part-assessment = Évaluation
part-partner_un = Partenaire à l’ONU
part-partner_other = Partenaire hors de l’ONU
part-peer = Comment d’autres ont fait
part-setup = Organisation
part-funding = Financement
part-field-assessment = De quoi a-t-on besoin, et le réseau peut-il le faire ?
part-field-partner_un = Quelle entité de l’ONU pourrait participer, et avec quoi ?
part-field-partner_other = Quel partenaire hors de l’ONU pourrait participer, et avec quoi ?
part-field-peer = Qui l’a déjà fait, et comment ?
part-field-setup = Qui fait quoi, et qui dirige ?
part-field-funding = Comment cela pourrait-il être financé ?
part-field-url = Un lien, s’il y en a un
part-submit = Ajouter
choice-part-assessment = Évaluer
choice-part-partner_un = Partenaire ONU
choice-part-partner_other = Autre partenaire
choice-part-peer = Pair
choice-part-setup = Organisation
choice-part-funding = Financement

case-list = { $total ->
    [one] { $total } demande attend quelque chose :
   *[other] { $total } demandes attendent quelque chose, la plus ancienne d’abord :
}
case-none = Aucune demande n’attend quoi que ce soit.
case-shown = Demande { $number } : { $state }
case-from = De : { $standing }
case-from-organisation = De : { $organisation } ({ $standing })
case-from-nobody = De quelqu’un qui est parti
case-standing-guest = une personne extérieure au réseau
case-standing-official = un représentant d’un gouvernement
case-standing-member = un membre du réseau
case-standing-secretariat = le secrétariat
case-for-secretariat = C’est pour le secrétariat du réseau. « Mes demandes » montre les vôtres.
case-in-private = Les demandes sont pour le secrétariat seul : écrivez-moi directement et dites « dossiers ».
case-peers = Fait ailleurs, les pratiques d’abord. Touchez ce que la personne devrait voir :
case-no-peers = Je n’ai rien trouvé que d’autres aient fait de semblable.
case-who = Qui convient le mieux, et si l’on peut les solliciter :
case-who-nobody = Personne d’enregistré ne convient pour cette demande.
case-can-be-asked = On peut les solliciter.
case-cannot-ask = On ne peut pas les solliciter maintenant : une limite de leur part, un conflit, ou la demande n’attend personne.
case-why-close = Pourquoi la fermer ? La personne en est informée.
choice-case-peers = Pairs
choice-case-share = Informer la personne
choice-case-who = Qui, et pourquoi pas
choice-case-close = Fermer
choice-case-see = Voir le dossier
choice-case-other = Pourquoi pas … ?
case-field-who = De qui s’agit-il ?
case-hint-who = Une fonction, une organisation ou un nom.
case-who-submit = Chercher
case-who-called = Pourquoi ces personnes ne sont pas sollicitées, ou si elles peuvent l’être :
case-who-unknown = Je ne connais personne de ce nom ou de cette fonction.
choice-case-ask = Solliciter { $who }
choice-peer = Ajouter : { $title }
choice-close-answered = Répondue ailleurs
choice-close-scope = Pas pour le réseau
choice-close-twice = Déjà demandée

me-known-requests = { $count ->
    [0] Vous n’avez demandé d’aide à personne.
    [one] Vous avez demandé de l’aide { $count } fois : mes demandes la montre.
   *[other] Vous avez demandé de l’aide { $count } fois : mes demandes montre tout.
}
