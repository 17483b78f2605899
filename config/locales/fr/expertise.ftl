choice-expertise = Mon expertise
verb-expertise = mon expertise
verb-away = absence jusqu’au…

expertise-consent = Des collègues du réseau peuvent-ils vous demander de l’aide, de temps en temps ? Voici à quoi vous consentiriez :
expertise-consent-asks = • Je vous sollicite en privé, pendant vos heures de travail, et jamais plus souvent par mois que vous ne l’avez fixé. Vous pouvez toujours refuser.
expertise-consent-names = • Personne n’apprend votre nom avant que vous n’ayez accepté sa demande.
expertise-consent-seen = • Les membres trouvent vos domaines : sujets, langues, régions, votre organisation.
expertise-consent-leave = • Vous pouvez faire une pause ou partir à tout moment, d’un geste. Si vous partez, tout est effacé.
expertise-choice-agree = J’accepte
expertise-choice-no = Pas maintenant
expertise-choice-role = J’ai déjà une fonction
expertise-declined = Bien sûr. Dites « mon expertise » si vous changez d’avis.

expertise-form = Mon expertise
expertise-away-form = Absence
expertise-submit = Enregistrer
expertise-submit-new = Accepter
expertise-intro = On vous sollicite en privé, pendant vos heures de travail et dans la limite que vous fixez. Personne n’apprend votre nom avant votre accord. Vous pouvez partir à tout moment.
expertise-topics = Sur quoi peut-on vous interroger ?
expertise-topics-hint = Quelques phrases dans vos mots, dans toute langue. Pas de noms, s’il vous plaît.
expertise-languages = Dans quelles langues répondez-vous ?
expertise-regions = Quelles régions connaissez-vous ?
expertise-organisation = Votre organisation
expertise-organisation-hint = Son nom ou son sigle ; affiché avec vos sujets.
expertise-cap = Demandes par mois, au maximum
expertise-cap-hint = Je ne vous sollicite jamais plus souvent.
expertise-hours = Heures de travail
expertise-hours-hint = Par exemple 9-17. Votre fuseau horaire : { $zone }
expertise-country = Pays où vous travaillez
expertise-country-hint = Pour ses fins de semaine et ses jours fériés.
expertise-away-until = Absence jusqu’au
expertise-away-hint = Votre dernier jour d’absence, par exemple le 15 janvier. Personne ne vous sollicite avant.
expertise-excluded = Pas de mise en relation avec
expertise-excluded-hint = Des organisations, séparées par des virgules. Personne d’autre ne le voit.
expertise-conflicts = Conflit d’intérêts avec
expertise-conflicts-hint = Des organisations, séparées par des virgules. Personne d’autre ne le voit.
expertise-wrong-hours = Je n’ai pas su lire ces heures. Essayez ainsi : 9-17
expertise-wrong-country = Je ne connais pas le pays « { $name } ».
expertise-wrong-organisation = Je ne connais pas l’organisation « { $name } ». Essayez son sigle.

expertise-joined = Merci, c’est fait. Je vous écrirai quand vos connaissances seront utiles.
expertise-kept = C’est enregistré.
expertise-waits = Merci. Le secrétariat l’examine d’abord, et je vous préviens dès que c’est fait.
expertise-tags = Voici ce que j’ai compris. Touchez ce qui est inexact.
expertise-choice-untag = ✕ { $tag }

expertise-active = On peut vous demander de l’aide :
expertise-paused = Vous êtes en pause, on ne vous demande rien :
expertise-pending = Le secrétariat doit encore donner son accord :
expertise-line-cap = { $count ->
    [one] 1 demande par mois au maximum
   *[other] { $count } demandes par mois au maximum
}
expertise-any-hour = à toute heure
expertise-line-hours = Heures de travail : { $hours }
expertise-line-hours-in = Heures de travail : { $hours }, { $country }
expertise-line-away = Absence jusqu’au { $day }
expertise-line-confirmed = Confirmé le { $day }
expertise-choice-edit = Modifier
expertise-choice-right = Toujours exact
expertise-choice-away = Absence jusqu’au…
expertise-choice-here = Je suis de retour
expertise-choice-pause = Pause
expertise-choice-back = Reprendre
expertise-choice-leave = Partir
expertise-choice-leave-sure = Oui, partir
expertise-choice-stay = Rester
expertise-right = Merci. Je vous le redemanderai dans six mois.
expertise-away = C’est noté : personne ne vous sollicite jusqu’au { $day }. Bon repos !
expertise-here = Bon retour parmi nous. On peut de nouveau vous solliciter.
expertise-paused-now = Vous êtes en pause. Personne ne vous sollicite jusqu’à nouvel ordre de votre part.
expertise-returned = Bon retour. On peut de nouveau vous solliciter.
expertise-leave-ask = Quitter le groupe d’experts ? Vos sujets et conditions sont effacés, et les demandes en cours vont à d’autres.
expertise-left-now = C’est fait : tout ce qui concernait votre expertise est effacé. Merci pour votre aide.
expertise-none = Vous n’êtes pas encore parmi les experts.
expertise-still-right = Six mois ont passé. Est-ce toujours exact ? « { $title } », { $count } par mois au maximum.

expertise-roles = De laquelle de ces fonctions répondez-vous ? Le secrétariat le confirme ensuite.
expertise-no-roles = Aucune fonction de votre organisation n’est libre.
expertise-role-taken = Cette fonction est déjà prise.
expertise-proposed = { $name } ({ $platform }, { $organisation }) souhaite répondre de : { $title }
expertise-choice-confirm = Confirmer
expertise-choice-refuse = Décliner
expertise-for-secretariat = Seul le secrétariat peut en décider.
expertise-decided-before = C’est déjà décidé.
expertise-decided-yes = Confirmé : { $title }
expertise-decided-no = Décliné : { $title }
expertise-confirmed = Le secrétariat a confirmé votre inscription. On peut désormais vous demander de l’aide.
expertise-refused = Le secrétariat n’a pas pu le confirmer. Écrivez-lui si vous pensez à une erreur.

me-known-expertise = Votre expertise : { $title }
me-known-drafts = { $count ->
    [one] 1 formulaire commencé et non envoyé
   *[other] { $count } formulaires commencés et non envoyés
}
