### Requests of others that are like a question.

choice-similar = { $count ->
    [one] One request like this
   *[other] { $count } requests like this
}
similar-list = { $count ->
    [one] One request of somebody else is about “{ $question }”. I show no names.
   *[other] { $count } requests of others are about “{ $question }”. I show no names.
}
similar-none = Those requests are not open to you any more, or have ended.
similar-nothing = No request that you may see is about “{ $question }”, and no expert has answered such a question here yet.
similar-answers = No request that you may see is about “{ $question }”. Experts have answered such a question before:
