choice-expertise = My expertise
verb-expertise = my expertise
verb-away = away until …

expertise-consent = May colleagues in the network ask you for help, now and then? This is what you would agree to:
expertise-consent-asks = • I ask you privately, within your working hours, and never more often in a month than you allow. You can always say no.
expertise-consent-names = • Nobody learns your name before you say yes to their request.
expertise-consent-seen = • Members find what you answer for: topics, languages, regions, your organisation.
expertise-consent-leave = • Pause or leave at any time, in one tap. When you leave, all of it is deleted.
expertise-choice-agree = I agree
expertise-choice-no = Not now
expertise-choice-role = I have a role already
expertise-declined = Of course. Say “my expertise” if you change your mind.

expertise-form = My expertise
expertise-away-form = Away
expertise-submit = Save
expertise-submit-new = Agree and join
expertise-intro = You are asked privately, within your working hours and your own limit. Nobody learns your name before you say yes. Leave at any time.
expertise-topics = What can people ask you about?
expertise-topics-hint = A few sentences in your own words, in any language. No names, please.
expertise-languages = In which languages do you answer?
expertise-regions = Which regions do you know?
expertise-organisation = Your organisation
expertise-organisation-hint = Its name or acronym; shown with your topics.
expertise-cap = Requests a month, at most
expertise-cap-hint = I never ask you more often.
expertise-hours = Working hours
expertise-hours-hint = For example 9-17. Your time zone: { $zone }
expertise-country = Country you work in
expertise-country-hint = For its weekends and public holidays.
expertise-away-until = Away until
expertise-away-hint = Your last day away, for example 15 January. Nobody asks you before.
expertise-excluded = No introductions to
expertise-excluded-hint = Organisations, with commas between. Nobody else sees this.
expertise-conflicts = Conflict of interest with
expertise-conflicts-hint = Organisations, with commas between. Nobody else sees this.
expertise-wrong-hours = I could not read these hours. Try it like this: 9-17
expertise-wrong-country = I do not know the country “{ $name }”.
expertise-wrong-organisation = I do not know the organisation “{ $name }”. Try its acronym.

expertise-joined = Thank you, you are in. I write to you when your knowledge is needed.
expertise-kept = Saved.
expertise-waits = Thank you. The secretariat looks at it first, and I tell you as soon as they have.
expertise-tags = This is what I understood. Tap what is wrong.
expertise-choice-untag = ✕ { $tag }

expertise-active = You may be asked for help:
expertise-paused = You are paused, and asked nothing:
expertise-pending = The secretariat has yet to agree:
expertise-line-cap = { $count ->
    [one] At most 1 request a month
   *[other] At most { $count } requests a month
}
expertise-any-hour = any hour
expertise-line-hours = Working hours: { $hours }
expertise-line-hours-in = Working hours: { $hours }, { $country }
expertise-line-away = Away until { $day }
expertise-line-confirmed = Confirmed on { $day }
expertise-choice-edit = Change
expertise-choice-right = Still right
expertise-choice-away = Away until …
expertise-choice-here = I am here again
expertise-choice-pause = Pause
expertise-choice-back = Ask me again
expertise-choice-leave = Leave
expertise-choice-leave-sure = Yes, leave
expertise-choice-stay = Stay
expertise-right = Thank you. I ask again in half a year.
expertise-away = Noted: nobody asks you until { $day }. Enjoy!
expertise-here = Good to have you back. You may be asked again.
expertise-paused-now = You are paused. Nobody asks you until you say so.
expertise-returned = Welcome back. You may be asked again.
expertise-leave-ask = Leave the experts? Your topics and terms are deleted, and open requests go to others.
expertise-left-now = You have left, and everything about your expertise is deleted. Thank you for your help.
expertise-none = You are not among the experts yet.
expertise-still-right = Half a year has passed. Is this still right? “{ $title }”, at most { $count } a month.

expertise-roles = Which of these do you answer for? The secretariat then confirms it.
expertise-no-roles = There is no role of your organisation to take.
expertise-role-taken = Somebody has taken this role.
expertise-proposed = { $name } ({ $platform }, { $organisation }) would like to answer for: { $title }
expertise-choice-confirm = Confirm
expertise-choice-refuse = Decline
expertise-for-secretariat = Only the secretariat can decide this.
expertise-decided-before = This has been decided already.
expertise-decided-yes = Confirmed: { $title }
expertise-decided-no = Declined: { $title }
expertise-confirmed = The secretariat has confirmed you. You may be asked for help from now on.
expertise-refused = The secretariat could not confirm this. Write to them if you think that this is a mistake.

me-known-expertise = Your expertise: { $title }
me-known-drafts = { $count ->
    [one] 1 form that you began and did not send
   *[other] { $count } forms that you began and did not send
}
