### Offers to experts, introductions, and whether they helped.

stakeholder-un_entity = a UN entity
stakeholder-intergovernmental = an intergovernmental organisation
stakeholder-government = a government
stakeholder-migrants = a migrants’ organisation
stakeholder-civil_society = a civil society organisation
stakeholder-migrant_diaspora = a diaspora organisation
stakeholder-faith_based = a faith-based organisation
stakeholder-local_government = a local government
stakeholder-private_sector = the private sector
stakeholder-trade_union = a trade union
stakeholder-parliamentarians = a parliament
stakeholder-nhri = a national human rights institution
stakeholder-red_cross_red_crescent = the Red Cross and Red Crescent Movement
stakeholder-academia = a university or research institute
stakeholder-media = the media
stakeholder-youth = a youth organisation
stakeholder-unknown = an organisation that they have not named

offer = Could you help with this? The request comes from { $from }.
offer-urgent = Could you help with this soon? It is urgent. The request comes from { $from }.
offer-nudge = This is still waiting for your answer. If you can’t, one tap is enough, and I ask somebody else.
offer-why = Why you: { $why }
offer-your-name = They learn your name, and you theirs, only if you accept.
offer-answer-by = If I hear nothing by { $at }, I ask somebody else.

choice-accept = Yes, I can help
choice-not-now = Not now
choice-decline = No
choice-better = Somebody else knows better

offer-when = When may I ask you again? Until then nobody is sent to you.
choice-again-week = In a week
choice-again-month = In a month
choice-again-quarter = In three months
offer-later = Thank you for telling me. I ask somebody else, and I don’t send you anything before { $day }.
offer-why-not = May I know why? It stays between us, and helps me ask the right people.
choice-no-topic = Not my subject
choice-no-time = No time for it
choice-no-conflict = A conflict of interest
choice-no-other = I’d rather not say
offer-declined = Thank you for answering. I ask somebody else.
offer-who-better = Who would know better? I ask them, if they agreed to be asked, and don’t say that it came from you.
offer-who-better-nobody = I know nobody else who fits. Shall I tell the secretariat that this needs somebody else?
choice-better-else = Somebody who isn’t here
offer-better-thanks = Thank you, that helps. I ask { $who } if they can be asked now.
offer-better-noted = Thank you. I ask somebody else, and the secretariat sees that nobody here fitted.
offer-back = Back

offer-gone = This request has been taken care of in the meantime. Thank you for being there.
offer-closed = This request was closed in the meantime. You need not do anything.
offer-met = You have been introduced to this person not long ago, so you are in touch already, and I ask somebody else this time. Thank you.
offer-expired = This was some time ago, and I have asked somebody else since. Thank you all the same.
offer-answered = You have answered this already.
offer-not-yours = This was asked of somebody else.
offer-paused = Three requests went unanswered, so I have stopped sending you any. That is quite all right. If you have time again, one tap is enough.
choice-return = I can help again

introduced = This is an introduction: { $requester } asked for help, and { $expert } offered it. From here on it is between the two of you.
introduced-first-step-both = A good first step: say in two sentences what has been tried, and agree on a time to talk.
introduced-requester = Good news: somebody can help. { $name } has agreed to be introduced to you.
introduced-expert = Thank you. You are now in touch with { $name }, who asked for this.

offer-accepted = Thank you. I am introducing you to each other now.
introduced-role = { $role }
introduced-why = Why this person: { $why }
introduced-first-step = A good first step: say in two sentences what you have tried, and propose two times to talk.
introduced-first-step-expert = They have been told to write to you first. You can also begin: ask what they have tried so far.

request-everybody-full = Everybody who knows about this has been asked as often as they agreed to this month. I keep looking and ask the first who is free again: { $need }
request-nobody = I found nobody here who knows about this and can be asked, so I have told the secretariat. I keep looking, too: { $need }
request-nobody-else = Everybody who could have helped has been asked, so I have told the secretariat. I keep looking, too: { $need }
request-nobody-secretariat = I found nobody for this request. Do you know somebody? { $need }
request-country-secretariat = A request for a country has come in: { $need }
request-asking-again = I am sorry that it did not help. I am looking for somebody else now.
request-quiet-closed = I have closed your request, as I heard no more about it: { $need }

followup-requester = A week ago I introduced you to { $name }. Did it help?
followup-expert = A week ago I introduced you to { $name }. Did it work out?
choice-it-helped = Yes, it helped
choice-it-did-not = Not really
choice-worked = Yes
choice-not-worked = No
followup-yes = I am glad. Your request is closed.
followup-yes-expert = Thank you. If what you explained would help others too, you can save it as an answer that people find.
followup-thanks-expert = Thank you for telling me, and for your help.
followup-no-expert = Thank you for telling me, and for your time.
followup-done = Thank you, you have told me already.
choice-comment = Add a comment
choice-save-answer = Save it as an answer
followup-not-yours = That introduction is not one of yours.

answer-title = Save an answer
answer-question = The question
answer-question-hint = As somebody else would ask it, without names of people.
answer-text = The answer
answer-text-hint = What you explained, so that it helps others too. No names of people, nothing confidential.
answer-named = Show your organisation with it?
answer-named-hint = Your own name is never shown.
answer-submit = Ask for consent
answer-asked = Thank you. I ask the person whom you helped whether it may be shown to { $who }. Until then nobody sees it.
answer-may-it = The expert who helped you would like to save this as an answer for { $who }, without your name. Is that all right?
answer-agreed = Thank you. From now on others find it too.
answer-refused = That is all right: it is not shown.
answer-nobody-agrees = This can’t be shown to others, as nobody can agree to it for whoever asked. It stays between the two of you.
answer-done = This answer has been settled already.
choice-agree = Yes, show it
choice-disagree = No, keep it between us

comment-title = How it went
comment-text = A word about the help that you got, for the secretariat
comment-submit = Send
comment-thanks = Thank you. It helps to find the right people.

