# Ce que le terminal dit de lui-même, à côté des réponses.
console-welcome = Écrivez une question ou une commande. { $quit } met fin à la conversation.
console-no-such-choice = { $count ->
    [one] Il n’y a qu’un choix ici : tapez 1, ou écrivez autre chose.
   *[other] Il y a { $count } choix ici : tapez un nombre de 1 à { $count }, ou écrivez autre chose.
  }
console-no-answer = Aucune réponse n’est encore arrivée. Elle s’affichera ici dès sa réception.
console-choose = Choisissez :
