### Requests: what somebody needs, from the first sentence to the close; and the secretariat's side.

choice-request = Ask for help
choice-requests = My requests
choice-request-new = New request
help-request = Help: “we need help with a labour agreement, French preferred, by March”; my requests shows how it goes, open requests what others need
verb-request = Ask a person for help
verb-request-words = Ask a person for help with “{ $words }”

request-understood = This is what I understood. Tap what is not right.
request-say-more = One or two more sentences would help me find the right person: what have you tried, for whom is it, and what should come of it?
request-whole =
    { $first }

    { $need }
request-about = About: { $topics }
request-languages = In: { $languages }
request-any-language = In: any language
request-places = Where: { $places }
request-anywhere = Where: anywhere
request-until = Needed by: { $date }
request-no-date = Needed by: no date
request-quarter = quarter { $quarter } of { $year }
request-is-urgent = Urgent
request-is-for-country = For a country: the secretariat also looks at partners, peers and funding
request-is-sensitive = Sensitive: seen by those I ask and the secretariat only
request-without = Not asked: { $organisations }
request-consent = If you send it, I ask people one by one, without your name. Once somebody says yes, you learn each other’s name and organisation, and can talk.
request-on = ✓ { $what }

choice-request-send = Send it
choice-request-more = Say more
choice-request-words = Change the words
choice-request-languages = Languages
choice-request-when = Date
choice-request-where = Place
choice-request-urgent = It is urgent
choice-request-not-urgent = ✕ Urgent
choice-request-country = For a country
choice-request-not-country = ✕ For a country
choice-request-read = Something to read
choice-request-drop = Discard
choice-request-done = Done
choice-request-no-date = No date
choice-request-other-date = Another date
request-which-languages = Which languages can the help be in? With none, it is in the language that you wrote in.
request-which-places = Where is it about? With none, people from anywhere are asked.
request-which-date = By when do you need it?

choice-request-without = Leave somebody out
request-field-excluded = Which organisations should not be asked?
request-hint-excluded = Names or acronyms, with commas between. Nobody else sees this.

request-form = Ask for help
request-form-submit = Show me
request-field-need = What do you need help with?
request-field-more = What else should somebody know who could help?
request-hint-need = Two or three sentences: what it is about, what you have tried, and what should come of it. Leave out names of people.
request-field-languages = In which languages?
request-field-by = By when?
request-field-urgent = Is it urgent?

request-sent = Sent. I now look for somebody who can help, and ask one person at a time, privately and in their working hours. That often takes a day or two. I write to you when somebody has said yes, or if I find nobody; until then there is nothing for you to do.
request-sent-urgent = Sent. As it is urgent, I ask two people at a time, in their working hours. I write to you as soon as one has said yes, or if I find nobody; until then there is nothing for you to do.
request-sent-country = As it is for a country, the secretariat also looks at it: who else could take part, who has done it before, and how it could be paid for.
request-in-private = I have written to you about this, just between us. If nothing came, open a conversation with me and say “my requests”.
request-ask-in-private = Requests are between you and me: write to me directly.
request-not-yours = That request is somebody else’s.
request-gone = That request has been sent or discarded. “My requests” shows what there is.
request-too-many = You have { $most } requests under way. Close one of them first.
request-dropped = Discarded. Nobody has seen it.
request-meanwhile = Meanwhile, in the same words:
request-withdrawn = Withdrawn. Nobody else is asked.
request-closed = Closed. Thank you for telling me.
request-closed-talking = Closed. Thank you for telling me. A conversation that you have begun goes on until one of you ends it.
request-closed-by-secretariat = The secretariat has closed your request “{ $need }”: { $why }.
request-parts-added = The secretariat has found something for your request “{ $need }”:
request-list = Your requests, the latest first:
request-none = You have asked for no help yet. Say what you need in a sentence, for example: we need help with return counselling in Senegal, by March
request-shown = { $state }
choice-request-see = { $number }: { $need }
choice-request-follow = See how it goes
choice-request-withdraw = Withdraw
choice-request-widen = Widen: any language, anywhere
choice-request-another = Not helpful, try another
choice-request-close = Close it
choice-request-reopen = Open it again

request-state-draft = Not sent yet
request-state-open = Sent
request-state-matching = Somebody is looked for
request-state-offered = Somebody has been asked
request-state-introduced = Introduced
request-state-helped = It helped
request-state-closed = Closed

step-by-requester = { $day }, you: { $what }
step-by-other = { $day }, whoever asked: { $what }
step-by-hub = { $day }: { $what }
step-by-expert = { $day }, the person asked: { $what }
step-by-secretariat = { $day }, the secretariat: { $what }
step-sent = sent
step-widened = made wider
step-withdrawn = withdrawn
step-closed = closed
step-reopened = opened again
step-not-helpful = did not help, somebody else is asked
step-helped = it helped
step-looking = somebody is looked for
step-looking-again = somebody else is looked for
step-asked = somebody from { $kind } was asked
step-asked-late = agreed after all
step-introduced = agreed; introduced
step-later = not now
step-declined = could not help
step-nobody-here = thought that nobody here fits
step-full = everybody who fits is busy
step-nobody = nobody was found
step-quiet = closed, as nothing was heard for a while
step-forgotten = closed, as the person left
step-shared = passed on what was found
step-part-assessment = assessed it
step-part-partner_un = named a partner in the UN
step-part-partner_other = named a partner outside the UN
step-part-peer = found how others did it
step-part-setup = proposed a set-up
step-part-funding = found a source of funding
step-answered = it has been answered elsewhere
step-scope = the network cannot help with this
step-twice = the same was asked before

part-assessment = Assessment
part-partner_un = Partner in the UN
part-partner_other = Partner outside the UN
part-peer = How others did it
part-setup = Set-up
part-funding = Funding
part-field-assessment = What is needed, and can the network do it?
part-field-partner_un = Which UN entity could take part, and with what?
part-field-partner_other = Which partner outside the UN could take part, and with what?
part-field-peer = Who has done this before, and how?
part-field-setup = Who does what, and who leads?
part-field-funding = How could it be paid for?
part-field-url = A link, if there is one
part-submit = Add it
choice-part-assessment = Assess
choice-part-partner_un = UN partner
choice-part-partner_other = Other partner
choice-part-peer = Peer
choice-part-setup = Set-up
choice-part-funding = Funding

case-list = { $total ->
    [one] One request waits for something:
   *[other] { $total } requests wait for something, the oldest first:
}
case-none = No request waits for anything.
case-shown = Request { $number }: { $state }
case-from = From: { $standing }
case-from-organisation = From: { $organisation } ({ $standing })
case-from-nobody = From somebody who has left
case-standing-guest = somebody outside the network
case-standing-official = a government official
case-standing-member = a member of the network
case-standing-secretariat = the secretariat
case-for-secretariat = That is for the secretariat of the network. “My requests” shows your own.
case-in-private = Requests are for the secretariat alone: write to me directly and say “cases”.
case-peers = Done elsewhere, practices first. Tap what the requester should see:
case-no-peers = I found nothing that others have done like this.
case-who = Who fits best, and whether they can be asked:
case-who-nobody = Nobody on record fits this request.
case-can-be-asked = They can be asked.
case-cannot-ask = They cannot be asked now: a limit of theirs, a conflict, or the request is not waiting for anybody.
case-why-close = Why is it closed? The requester is told.
choice-case-peers = Peers
choice-case-share = Tell the requester
choice-case-who = Who, and why not
choice-case-close = Close
choice-case-see = See the case
choice-case-other = Why not …?
case-field-who = Of whom would you like to know?
case-hint-who = A role, an organisation or a name.
case-who-submit = Look
case-who-called = Why they are not asked, or whether they can be:
case-who-unknown = I know nobody of that name or role.
choice-case-ask = Ask { $who }
choice-peer = Add: { $title }
choice-close-answered = Answered elsewhere
choice-close-scope = Not for the network
choice-close-twice = Asked before

me-known-requests = { $count ->
    [0] You have asked nobody for help.
    [one] You have asked for help once: my requests shows it.
   *[other] You have asked for help { $count } times: my requests shows it all.
}
