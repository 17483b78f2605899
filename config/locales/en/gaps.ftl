### Gaps: what people asked for and did not find.

gaps = What people asked for and did not find: { $first } to { $last } of { $total }, the most frequent first. Nobody’s name is kept with it.
gaps-none = Nothing is missing: every question so far found something.
gaps-for-secretariat = What people look for in vain is shown to the secretariat of the network. You can help by telling them what is missing.
gaps-in-private = That list is for the secretariat alone: write to me directly and say “gaps”.
gap-asked = { $count ->
    [one] asked for once
   *[other] asked for { $count } times
}
gap-last = last on { $day }
gap-for-resource = to read
gap-for-expert = people
