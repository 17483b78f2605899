### Why somebody is asked to help, and why somebody is not.

match-reason = { $evidence }; ask { $ask } of { $cap } in 30 days
match-reason-languages = { $evidence }; { $languages }; ask { $ask } of { $cap } in 30 days
match-own-words = topics named on joining
match-pieces = { $pieces ->
    [one] { $pieces } document
   *[other] { $pieces } documents
}
match-titles = on record for it: { $titles }
match-groups = works with { $titles }
match-pieces-on = { $pieces ->
    [one] { $pieces } document on { $about }
   *[other] { $pieces } documents on { $about }
}

rule-requester = They made this request themselves.
rule-asked = They have already been asked for this request.
rule-met = They were introduced to this person not long ago.
rule-not-joined = They have not agreed to be asked.
rule-paused = They have paused.
rule-absent = They are away.
rule-language = No language in common.
rule-excluded = One side prefers not to be put in touch with the other’s organisation.
rule-conflict = They declared a conflict of interest.
rule-full = They have been asked as often in the last 30 days as they allow.
rule-unrelated = Nothing on record about them fits this request.
