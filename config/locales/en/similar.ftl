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
