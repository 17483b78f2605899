### Pourquoi une personne est sollicitée, et pourquoi une autre ne l’est pas.

match-reason = { $evidence } ; sollicitation { $ask } sur { $cap } en 30 jours
match-reason-languages = { $evidence } ; { $languages } ; sollicitation { $ask } sur { $cap } en 30 jours
match-own-words = sujets indiqués à l’inscription
match-pieces = { $pieces ->
    [one] { $pieces } document
   *[other] { $pieces } documents
}
match-titles = référence sur le sujet : { $titles }
match-groups = travaille avec { $titles }
match-pieces-on = { $pieces ->
    [one] { $pieces } document sur { $about }
   *[other] { $pieces } documents sur { $about }
}

rule-requester = Cette personne est à l’origine de la demande.
rule-asked = Cette personne a déjà été sollicitée pour cette demande.
rule-met = Ces deux personnes ont été mises en relation il y a peu.
rule-not-joined = Cette personne n’a pas accepté d’être sollicitée.
rule-paused = Cette personne a suspendu sa participation.
rule-absent = Cette personne est absente.
rule-language = Aucune langue commune.
rule-excluded = L’une des parties ne souhaite pas être mise en relation avec l’organisation de l’autre.
rule-conflict = Cette personne a déclaré un conflit d’intérêts.
rule-full = Cette personne a été sollicitée autant de fois qu’elle l’accepte sur 30 jours.
rule-unrelated = Rien de ce qui est connu de cette personne ne correspond à la demande.
