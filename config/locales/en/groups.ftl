### Working groups: who leads and takes part, what is missing, asking to join.

choice-groups = All groups
choice-group-see = { $group }
choice-group-join = I would like to join
choice-group-leave = Leave the group
choice-group-leave-sure = Yes, leave
choice-group-take-back = Take back my interest
choice-group-yes = Let them in
choice-group-no = Decline
choice-group-let-in = Let { $name } in
choice-group-link = Attach a link
choice-groups-more = More groups ›
help-groups = Working groups: groups shows who leads, who takes part and who is missing; workplan CWG 2.1 shows what was promised
verb-groups = Working groups
verb-groups-words = The working group “{ $words }”
verb-join = Join a working group
verb-join-words = Join the working group “{ $words }”
verb-channel = Make this the channel of a working group
verb-channel-words = Make this the channel of “{ $words }”

groups-list = { $count ->
    [one] 1 working group
   *[other] { $count } working groups
}{ $own ->
    [0] . Tap one to see who is in it, and to join.
   *[other] ; yours come first. Tap one to see who is in it.
}
groups-none = There are no working groups on record yet.
group-kind-core = core working group
group-kind-thematic = thematic working group
group-kind-workstream = workstream
group-kind-priority = thematic priority
group-fact-leads = led by { $who }
group-fact-members = { $count ->
    [one] 1 member
   *[other] { $count } members
}
group-fact-open = { $overdue ->
    [0] { $count } open
   *[other] { $count } open, { $overdue } overdue
}

group-shown = { $group }: { $title }
group-line-kind = A { $kind }, workplan { $workplan }
group-line-leads = Led by { $who }
group-line-no-leads = No lead is on record.
group-line-members = Members: { $who }
group-line-lead-people = Leading here: { $who }
group-line-people = Taking part here: { $who }
group-line-count = { $count ->
    [one] 1 person of the group is here.
   *[other] { $count } people of the group are here.
}
group-person = { $name } ({ $organisation })
group-kind-count = { $count } × { $kind }
group-line-balance = Balance: { $un } of the UN, { $others } from elsewhere ({ $kinds })
group-line-regions = Regions that its organisations answer for: { $where }
group-line-missing = Missing for a whole-of-society approach: { $who }
group-line-missing-regions = Nobody on record answers for: { $where }
group-line-interested = Asked to join, on record: { $who }
group-line-objectives = Objectives of the Global Compact: { $which }
group-line-channels = Channels: { $where }
group-line-workplan = { $overdue ->
    [0] Workplan: { $count } still to be delivered
   *[other] Workplan: { $count } still to be delivered, { $overdue } of them overdue
}

stakeholders-un_entity = UN entities
stakeholders-intergovernmental = intergovernmental organisations
stakeholders-government = governments
stakeholders-migrants = migrants’ organisations
stakeholders-civil_society = civil society
stakeholders-migrant_diaspora = diaspora organisations
stakeholders-faith_based = faith-based organisations
stakeholders-local_government = local governments
stakeholders-private_sector = private sector
stakeholders-trade_union = trade unions
stakeholders-parliamentarians = parliamentarians
stakeholders-nhri = national human rights institutions
stakeholders-red_cross_red_crescent = Red Cross and Red Crescent
stakeholders-academia = academia
stakeholders-media = media
stakeholders-youth = youth organisations

group-join-asked = I have asked those who decide for { $group } whether you can join. You hear from me as soon as one of them answers.
group-join-waits = You have asked to join { $group } already; the leads have not answered yet.
group-joined-before = You are in { $group } already.
group-join-declined-lately = The leads of { $group } said no less than a month ago. You can ask again later.
group-join-proposed-of-none = { $name }, whose organisation I do not know, would like to join { $group }. Shall they?
group-join-proposed = { $name } ({ $organisation }) would like to join { $group }. Shall they?
group-join-accepted = Welcome to { $group }: one of its leads has let you in.
group-join-declined = The leads of { $group } cannot take you in for now. You can ask again in a month.
group-decided-yes = { $name } is in { $group } now, and knows it.
group-decided-no = { $name } is not in { $group }, and knows it.
group-decided-before = That about { $name } has been decided before.
group-leave-ask = Leave { $group }? What you answer for there is without an owner then.
group-left = You are not in { $group } any more.
group-owner-left = { $name } has left { $group }. Without an owner now: { $what }.
group-for-leads = Only the leads of { $group } and the secretariat can do this.
group-unknown = I know no working group called “{ $words }”.
group-channel-in-channel = Say this in the channel that shall be the group’s.
group-channel-set = This is the channel of { $group } now: { $title }.
group-link-form = Attach to { $group }
group-link-submit = Attach
group-field-link-title = What is it?
group-field-link-url = Its address
group-wrong-url = An address begins with https://
