### What the records say by themselves, before what there is to read.

quoted-found = { $total ->
    [one] What is on record, then one result for “{ $question }”
   *[other] What is on record, then results { $first } to { $last } for “{ $question }”, best first
}
quoted-nearest = What is on record, then what comes nearest to “{ $question }”
quoted-nothing = What is on record for “{ $question }”
quote-working-definition = working definition of the hub’s thesaurus
quote-unconfirmed = not confirmed
quote-none-coming = no later one is on record yet
quote-none-past = no earlier one is on record
quote-every-months = { $count ->
    [one] every month
   *[other] every { $count } months
}
quote-every-years = { $count ->
    [one] every year
   *[other] every { $count } years
}
quote-since = since { $since }
quote-answer = an expert’s answer
quote-answer-of = an answer by an expert of { $who }
choice-whole = Read the whole answer
