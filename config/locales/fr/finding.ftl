### Réponses aux recherches de lectures et de personnes.

resource-found = { $total ->
    [1] Un résultat pour « { $question } »
   *[other] Résultats { $first } à { $last } pour « { $question } », les meilleurs d’abord
}
resource-newest = { $total ->
    [one] Un résultat : { $question }
   *[other] Résultats { $first } à { $last }, du plus récent au plus ancien : { $question }
}
resource-nearest = Je n’ai rien trouvé qui réponde bien à « { $question } ». Voici ce qui s’en approche le plus :
resource-nothing = Je n’ai rien trouvé sur « { $question } ». D’autres mots aideront peut-être, ou une personne qui s’y connaît.
expert-found = { $total ->
    [1] Une personne répond de « { $question } »
   *[other] Personnes qui répondent de « { $question } », { $first } à { $last }, les meilleures d’abord
}
expert-nearest = Personne ne répond exactement de « { $question } ». Voici qui s’en approche le plus :
expert-nothing = Je n’ai trouvé personne qui réponde de « { $question } ». D’autres mots aideront peut-être, ou une lecture.

find-dropped = Rien ne convenait avec ce critère : { $slots }. J’ai donc cherché sans cela.
find-other-language = Rien dans la langue de votre question ; voici ce qui existe dans d’autres langues.
find-incomplete = Je prends encore connaissance de nouveaux documents ; il y en aura peut-être davantage dans une minute.
find-did-you-mean = Rien ne s’écrit tout à fait ainsi. Vouliez-vous dire « { $words } » ?
find-helped = Merci, cela aidera aussi d’autres personnes à le trouver.
find-not-helped = Merci de me le dire. Essayons-nous autrement ?

choice-more = Suite
choice-narrow = Préciser
choice-helped = Cela m’aide
choice-not-helped = Cela ne m’aide pas
choice-expert = Demander à quelqu’un
choice-resource = Quelque chose à lire
choice-drop = ✕ { $slot }
choice-spelling = Oui, « { $words } »

facet-language = Langue
facet-region = Région
facet-objective = Objectif
facet-type = Type
facet-since = Plus récent
facet-value = { $label } ({ $count })
slot-since = depuis { $value }
slot-until = jusqu’en { $value }
slot-objective = Objectif { $value }
objective-named = Objectif { $value } : { $name }

entry-also-in = aussi en { $languages }
entry-superseded = il existe une version plus récente
entry-capacity = { $count ->
    [0] n’accepte pas de demande en ce moment
    [1] accepte une demande par mois
   *[other] accepte jusqu’à { $count } demandes par mois
}
entry-stale = le lien ne répondait plus récemment

why-exact = Contient « { $words } », tel quel
why-words = Parle de : { $words }
why-same = Dit la même chose autrement
why-bridge = Dit la même chose autrement : { $words }
why-meaning = Proche par le sens
why-piece = Pour { $title }
why-pieces = Pour { $titles }
why-groups = Travaille avec { $titles }
why-close = Son domaine de réponse est proche par le sens
why-own-words = Répond de : { $words }

region-africa = Afrique
region-americas = Amériques
region-asia = Asie
region-europe = Europe
region-oceania = Océanie
region-global = monde entier

type-article = article
type-brochure = brochure
type-call = appel
type-concept_note = note de cadrage
type-dataset = jeu de données
type-discussion_space = discussion
type-event = événement
type-factsheet = fiche d’information
type-form = formulaire
type-guidance = orientations
type-handbook = manuel
type-joint_programme = programme conjoint
type-meeting_summary = compte rendu
type-news = actualité
type-platform = plateforme de connaissances
type-pledge = engagement
type-policy_brief = note d’orientation
type-practice = pratique
type-presentation = présentation
type-project = projet
type-reference = référence
type-report = rapport
type-research_paper = travail de recherche
type-resolution = résolution
type-statement = déclaration
type-strategy = stratégie
type-terms_of_reference = mandat
type-toolkit = boîte à outils
type-training = formation
type-treaty = traité
type-treaty_guidance = commentaire de traité
type-video = vidéo
type-webpage = page web
type-workplan = plan de travail
