### Demandes d'autres personnes, semblables à une question.

choice-similar = { $count ->
    [one] Une demande semblable
   *[other] { $count } demandes semblables
}
similar-list = { $count ->
    [one] Une demande d’une autre personne porte sur « { $question } ». Je ne montre aucun nom.
   *[other] { $count } demandes d’autres personnes portent sur « { $question } ». Je ne montre aucun nom.
}
similar-none = Ces demandes ne vous sont plus ouvertes, ou sont closes.
similar-nothing = Aucune demande que vous pouvez voir ne porte sur « { $question } », et aucun expert n’a encore répondu ici à une telle question.
similar-answers = Aucune demande que vous pouvez voir ne porte sur « { $question } ». Des experts ont déjà répondu à une telle question :
