### Answers to find and who.

resource-found = { $total ->
    [one] One result for “{ $question }”
   *[other] Results { $first } to { $last } for “{ $question }”, best first
}
resource-newest = { $total ->
    [one] One result: { $question }
   *[other] Results { $first } to { $last }, the newest first: { $question }
}
resource-nearest = I found nothing that fits “{ $question }” well. These come nearest:
resource-nothing = I found nothing on “{ $question }”. Other words may help, or a person who knows.
expert-found = { $total ->
    [one] One person answers for “{ $question }”
   *[other] People who answer for “{ $question }”, { $first } to { $last }, best first
}
expert-nearest = Nobody answers for exactly “{ $question }”. These come nearest:
expert-nothing = I found nobody who answers for “{ $question }”. Other words may help, or something to read.

find-dropped = Nothing fitted with: { $slots }. I looked without it.
find-other-language = Nothing in the language of your question; these are in other languages.
find-incomplete = I am still reading in new records; there may be more in a minute.
find-did-you-mean = Nothing is spelt quite like that. Did you mean “{ $words }”?
find-helped = Thank you, that helps others to find it too.
find-not-helped = Thank you for telling me. Shall we try another way?

choice-more = More
choice-narrow = Narrow
choice-helped = This helped
choice-not-helped = This didn’t
choice-expert = Ask a person
choice-resource = Something to read
choice-drop = ✕ { $slot }
choice-spelling = Yes, “{ $words }”

facet-language = Language
facet-region = Region
facet-objective = Objective
facet-type = Type
facet-since = Newer
facet-value = { $label } ({ $count })
slot-since = since { $value }
slot-until = until { $value }
slot-objective = Objective { $value }
objective-named = Objective { $value }: { $name }

entry-also-in = also in { $languages }
entry-superseded = there is a newer version
entry-capacity = { $count ->
    [0] takes no requests at present
    [one] takes one request a month
   *[other] takes up to { $count } requests a month
}
entry-stale = the link did not answer lately

why-exact = Has “{ $words }” as you wrote it
why-words = Speaks of { $words }
why-same = Says the same in other words
why-bridge = Says the same in other words: { $words }
why-meaning = Close in meaning
why-piece = For { $title }
why-pieces = For { $titles }
why-groups = Works with { $titles }
why-close = What they answer for is close in meaning
why-own-words = Answers for { $words }

region-africa = Africa
region-americas = Americas
region-asia = Asia
region-europe = Europe
region-oceania = Oceania
region-global = worldwide

type-article = article
type-brochure = brochure
type-call = call
type-concept_note = concept note
type-dataset = data set
type-discussion_space = discussion
type-event = event
type-factsheet = fact sheet
type-form = form
type-guidance = guidance
type-handbook = handbook
type-joint_programme = joint programme
type-meeting_summary = meeting summary
type-news = news
type-platform = knowledge platform
type-pledge = pledge
type-policy_brief = policy brief
type-practice = practice
type-presentation = presentation
type-project = project
type-reference = reference
type-report = report
type-research_paper = research paper
type-resolution = resolution
type-statement = statement
type-strategy = strategy
type-terms_of_reference = terms of reference
type-toolkit = toolkit
type-training = training
type-treaty = treaty
type-treaty_guidance = treaty guidance
type-video = video
type-webpage = web page
type-workplan = workplan
