### Who sees a request beside those who are asked, and requests of others that somebody may see.

choice-request-seen = Who sees it
request-who-sees = Those whom I ask see it, and the secretariat. Who else may? Your name is never shown, and whoever can help may offer it.
request-seen-asked = Nobody else
request-seen-group = { $group }
request-seen-government = Governments
request-seen-network = Members of the network
request-seen-public = Everybody
request-may-see = Also seen by, without your name: { $who }
request-field-seen = Who may see it, beside those whom I ask?
request-hint-seen = Never with your name. If it is sensitive, choose “Nobody else”.

wanted-list = { $total ->
    [one] Somebody looks for help. Could it be you who knows?
   *[other] { $total } requests look for help, the newest first. Could it be you who knows?
}
wanted-none = No request that you may see looks for help just now. “My requests” shows your own.
wanted-shown = Can you help with this? It comes from { $from }.
wanted-from = from { $from }
wanted-over = Nobody is looked for any more. Thank you for looking.
wanted-not-yours = That request is not open to you.
wanted-in-private = Requests of others are for you alone to read: write to me directly and say “cases”.
wanted-join-first = To help, first say what you know and how often you may be asked. It takes two minutes; then come back to this request.
wanted-cannot = I can’t put this one to you now. You may have been asked already, or as often as you agreed to this month. Thank you for offering.
choice-wanted-help = I can help
step-volunteered = somebody from { $kind } offered to help

answer-for-network = members of the network
answer-for-government = governments
answer-for-group = the members of { $group }, as the request was for them

better-title = Who knows better
better-who = Who would know better?
better-hint = A role, an organisation or a name. They don’t learn that it came from you. Leave it empty if nobody comes to mind.
better-submit = Pass it on
better-which = Is it one of these? I ask them, if they can be asked now.
choice-better-none = None of these
offer-better-passed-on = Thank you, that helps. The secretariat hears whom you thought of, and I ask somebody else meanwhile.
request-named-secretariat = Somebody who was asked thinks of “{ $who }”, who isn’t on record here. Can you reach them? It is about: { $need }
case-named = Somebody who was asked named: { $who }
case-comment = The requester on how it went: { $text }
step-named = named somebody who isn’t on record
choice-what-was-missing = Say what was missing
