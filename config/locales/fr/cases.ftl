### Qui voit une demande en plus des personnes sollicitées, et les demandes des autres que l’on peut voir.

choice-request-seen = Qui la voit
request-who-sees = Les personnes que je sollicite la voient, ainsi que le secrétariat. Qui d’autre peut la voir ? Votre nom n’est jamais montré, et qui peut aider peut le proposer.
request-seen-asked = Personne d’autre
request-seen-group = { $group }
request-seen-government = Les gouvernements
request-seen-network = Les membres du réseau
request-seen-public = Tout le monde
request-may-see = Vue aussi, sans votre nom, par : { $who }
request-field-seen = Qui peut la voir, en plus des personnes sollicitées ?
request-hint-seen = Jamais avec votre nom. Si c’est sensible, choisissez « Personne d’autre ».

wanted-list = { $total ->
    [one] Quelqu’un cherche de l’aide. Serait-ce vous qui savez ?
   *[other] { $total } demandes cherchent de l’aide, les plus récentes d’abord. Serait-ce vous qui savez ?
}
wanted-none = Aucune demande que vous pouvez voir ne cherche d’aide en ce moment. « Mes demandes » montre les vôtres.
wanted-shown = Pouvez-vous aider ? Cela vient de : { $from }.
wanted-from = de : { $from }
wanted-over = On ne cherche plus personne. Merci d’avoir regardé.
wanted-not-yours = Cette demande ne vous est pas ouverte.
wanted-in-private = Les demandes des autres se lisent en privé : écrivez-moi directement et dites « dossiers ».
wanted-join-first = Pour aider, dites d’abord ce que vous connaissez et à quelle fréquence vous pouvez être sollicité. Cela prend deux minutes ; revenez ensuite à cette demande.
wanted-cannot = Je ne peux pas vous proposer celle-ci maintenant. Vous avez peut-être déjà été sollicité, ou aussi souvent que convenu ce mois-ci. Merci de l’avoir proposé.
choice-wanted-help = Je peux aider
step-volunteered = quelqu’un ({ $kind }) a proposé son aide

answer-for-network = les membres du réseau
answer-for-government = les gouvernements
answer-for-group = les membres de { $group }, la demande étant pour eux

better-title = Qui saurait mieux
better-who = Qui saurait mieux répondre ?
better-hint = Une fonction, une organisation ou un nom. La personne n’apprend pas que cela vient de vous. Laissez vide si personne ne vous vient à l’esprit.
better-submit = Transmettre
better-which = Est-ce l’une de ces personnes ? Je la sollicite, si elle peut l’être maintenant.
choice-better-none = Aucune
offer-better-passed-on = Merci, cela aide. Le secrétariat apprend à qui vous pensez, et je sollicite quelqu’un d’autre entre-temps.
request-named-secretariat = Une personne sollicitée pense à « { $who } », qui ne figure pas ici. Pouvez-vous la joindre ? Il s’agit de : { $need }
case-named = Une personne sollicitée a nommé : { $who }
case-comment = Avis de la personne qui a demandé : { $text }
step-named = a nommé quelqu’un qui ne figure pas ici
choice-what-was-missing = Dire ce qui manquait
