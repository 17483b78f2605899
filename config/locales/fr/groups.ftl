### Groupes de travail : qui les dirige et y participe, qui manque, demander à en faire partie.

choice-groups = Tous les groupes
choice-group-see = { $group }
choice-group-join = Je souhaite en faire partie
choice-group-leave = Quitter le groupe
choice-group-leave-sure = Oui, quitter
choice-group-take-back = Retirer ma demande
choice-group-yes = Accepter
choice-group-no = Décliner
choice-group-let-in = Accepter { $name }
choice-group-link = Joindre un lien
choice-groups-more = Autres groupes ›
help-groups = Les groupes de travail : groupes montre qui les dirige, qui y participe et qui manque ; plan de travail CWG 2.1 montre ce qui a été promis
verb-groups = Les groupes de travail
verb-groups-words = Le groupe de travail « { $words } »
verb-join = Rejoindre un groupe de travail
verb-join-words = Rejoindre le groupe de travail « { $words } »
verb-channel = Faire de ce canal celui d’un groupe de travail
verb-channel-words = Faire de ce canal celui de « { $words } »

groups-list = { $count ->
    [one] { $count } groupe de travail
   *[other] { $count } groupes de travail
}{ $own ->
    [0] . Touchez-en un pour voir qui en fait partie, et pour le rejoindre.
   *[other] { " " }; les vôtres viennent en premier. Touchez-en un pour voir qui en fait partie.
}
groups-none = Aucun groupe de travail n’est encore enregistré.
group-kind-core = groupe de travail principal
group-kind-thematic = groupe de travail thématique
group-kind-workstream = axe de travail
group-kind-priority = priorité thématique
group-fact-leads = dirigé par { $who }
group-fact-members = { $count ->
    [one] { $count } membre
   *[other] { $count } membres
}
group-fact-open = { $overdue ->
    [0] { $count } en cours
   *[other] { $count } en cours, dont { $overdue } en retard
}

group-shown = { $group } : { $title }
group-line-kind = Nature : { $kind } ; plan de travail { $workplan }
group-line-leads = Direction : { $who }
group-line-no-leads = Aucune direction n’est enregistrée.
group-line-members = Membres : { $who }
group-line-lead-people = À la direction ici : { $who }
group-line-people = Y participent ici : { $who }
group-line-count = { $count ->
    [one] { $count } personne du groupe est ici.
   *[other] { $count } personnes du groupe sont ici.
}
group-person = { $name } ({ $organisation })
group-kind-count = { $count } × { $kind }
group-line-balance = Équilibre : { $un } de l’ONU, { $others } d’ailleurs ({ $kinds })
group-line-regions = Régions dont répondent ses organisations : { $where }
group-line-missing = Manquent pour une approche mobilisant toute la société : { $who }
group-line-missing-regions = Personne d’enregistré ne répond de : { $where }
group-line-interested = Ont demandé à en faire partie, d’après le dossier : { $who }
group-line-objectives = Objectifs du Pacte mondial : { $which }
group-line-channels = Canaux : { $where }
group-line-workplan = { $overdue ->
    [0] Plan de travail : { $count } à réaliser
   *[other] Plan de travail : { $count } à réaliser, dont { $overdue } en retard
}

stakeholders-un_entity = entités des Nations Unies
stakeholders-intergovernmental = organisations intergouvernementales
stakeholders-government = gouvernements
stakeholders-migrants = organisations de personnes migrantes
stakeholders-civil_society = société civile
stakeholders-migrant_diaspora = organisations de diasporas
stakeholders-faith_based = organisations confessionnelles
stakeholders-local_government = autorités locales
stakeholders-private_sector = secteur privé
stakeholders-trade_union = syndicats
stakeholders-parliamentarians = parlementaires
stakeholders-nhri = institutions nationales des droits humains
stakeholders-red_cross_red_crescent = Croix-Rouge et Croissant-Rouge
stakeholders-academia = universités et recherche
stakeholders-media = médias
stakeholders-youth = organisations de jeunes

group-join-asked = J’ai demandé à qui en décide pour { $group } si vous pouvez en faire partie. Je vous préviens dès qu’une réponse arrive.
group-join-waits = Vous avez déjà demandé à rejoindre { $group } ; la direction n’a pas encore répondu.
group-joined-before = Vous faites déjà partie de { $group }.
group-join-declined-lately = La direction de { $group } a décliné il y a moins d’un mois. Vous pourrez demander à nouveau plus tard.
group-join-proposed-of-none = { $name }, dont je ne connais pas l’organisation, souhaite rejoindre { $group }. Acceptez-vous ?
group-join-proposed = { $name } ({ $organisation }) souhaite rejoindre { $group }. Acceptez-vous ?
group-join-accepted = Bienvenue dans { $group } : votre demande est acceptée.
group-join-declined = La direction de { $group } ne peut pas vous accueillir pour le moment. Vous pourrez demander à nouveau dans un mois.
group-decided-yes = { $name } fait maintenant partie de { $group } ; la personne en est informée.
group-decided-no = { $name } ne fait pas partie de { $group } ; la personne en est informée.
group-decided-before = La demande de { $name } a déjà reçu une réponse.
group-leave-ask = Quitter { $group } ? Ce dont vous y êtes responsable n’aura alors plus de responsable.
group-left = Vous ne faites plus partie de { $group }.
group-owner-left = { $name } a quitté { $group }. Sans responsable désormais : { $what }.
group-for-leads = Seuls la direction de { $group } et le secrétariat peuvent le faire.
group-unknown = Je ne connais aucun groupe de travail nommé « { $words } ».
group-channel-in-channel = Dites-le dans le canal qui doit être celui du groupe.
group-channel-set = Ce canal est maintenant celui de { $group } : { $title }.
group-link-form = Joindre à { $group }
group-link-submit = Joindre
group-field-link-title = De quoi s’agit-il ?
group-field-link-url = Son adresse
group-wrong-url = Une adresse commence par https://
