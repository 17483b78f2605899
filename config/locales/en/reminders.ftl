### Reminders.

reminder-nothing = Nothing is due any more.
reminder-due = { $count ->
    [0] Due today: { $what }
    [one] Due tomorrow: { $what }
   *[other] Due in { $count } days: { $what }
}
reminder-late = { $count ->
    [one] Late since yesterday: { $what }
   *[other] Late for { $count } days: { $what }
}
reminder-opens = { $count ->
    [0] Reviewers are asked today: { $what }
    [one] Reviewers are asked tomorrow: { $what }
   *[other] In { $count } days reviewers are asked: { $what }
}
reminder-begins = { $count ->
    [0] Begins today: { $what }
    [one] Begins tomorrow: { $what }
   *[other] Begins in { $count } days: { $what }
}
reminder-several = { $count } things wait for you:
reminder-line = { $number }. { $what }
reminder-line-of = { $number }. { $what } (with { $names })
reminder-line-on = { $number }. { $what } ({ $day })
reminder-line-on-of = { $number }. { $what } ({ $day }, with { $names })
reminder-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}

reminder-held = This comes late: it was for { $day }. What it says is how things stand now.
reminder-on = On { $day }
reminder-was-until = It was due by the end of { $day }
reminder-until-day = Until the end of { $day }
reminder-until-time = Until { $at }
reminder-until-both = Until { $at } where you are: the end of { $day } in { $where }
reminder-until-clocks = Until { $at } where you are: { $day }, { $time } in { $where }
reminder-from-last = The date is { $period }; this counts from its end.
reminder-from-first = The date is { $period }; this counts from its first day.
reminder-moved = Moved: it was { $day }.
reminder-handed = It is yours now; somebody handed it to you.
reminder-nobody = Nobody answers for it by name yet.
reminder-for-away = You stand in for { $names }.
reminder-for-silent = You stand in for { $names }; I have had no answer yet.
reminder-as-lead = It is with { $names }. You hear of it because nothing has come so far.
reminder-as-secretariat = It is with { $names }. You hear of it because nothing has come for weeks, or nobody else is here.
reminder-group = For { $group } { $title }
reminder-left = Left to do: { $left }
reminder-waits = Waits for { $what }

reminder-choice-open = Open
reminder-choice-done = Done
reminder-choice-snooze = Later …
reminder-choice-hand = Hand over …
reminder-choice-not_mine = Not mine
reminder-choice-see = { $number }
reminder-choice-all-later = All tomorrow
reminder-choice-list = All reminders

choice-due = What is due
choice-group-reminders = Reminders
reminder-list = { $count ->
    [one] One thing is coming:
   *[other] { $count } things are coming:
}
reminder-list-what = This is yours to do. My deadlines shows every date ahead, the network’s too.
reminder-none = Nothing is due for you.
reminder-in-private = Reminders are for the two of us: write to me directly.
reminder-gone = That is settled, or with somebody else now; there is nothing to do for you.
reminder-dismissed = Noted. I say nothing more about it: { $what }
reminder-when = When shall I remind you again? { $what }
reminder-later = I remind you on { $at }: { $what }
reminder-later-late = That is after the deadline, { $day }.
reminder-all-later = { $count ->
    [one] I remind you of it on { $at }.
   *[other] I remind you of all { $count } on { $at }.
}
reminder-past = { $day } is not ahead of us. Please take a later day.
reminder-far = { $day } is more than a year away. Please take an earlier day.
reminder-snooze-form = Later
reminder-snooze-submit = Remind me then
reminder-snooze-day = Remind me on
reminder-snooze-hint = For example 15 January, or Friday: that is the next one, never today.
reminder-to-whom = Who takes it over? They hear of it at once. { $what }
reminder-to-nobody = Nobody else is in this group here. { $what }
reminder-stays = This cannot be handed over here.
reminder-not-there = They are not in this group any more.
reminder-given = Done: { $name } answers for it now, and hears of it in their working hours. { $what }
reminder-not-mine-ask = It goes back to the leads of the group, who hear of it. { $what }
reminder-not-mine-review = Somebody else is asked to review instead. { $what }
reminder-not-mine = Noted, it is not yours any more: { $what }
reminder-event-when = { $when }

reminder-choice-tomorrow = Tomorrow
reminder-choice-monday = Monday
reminder-choice-day = A date …
reminder-choice-how = How often …
reminder-choice-source = Source
reminder-choice-not_mine-sure = Yes, not mine

ladder-mine = How often I remind you:
ladder-of-group = How often I remind people of { $group }:
ladder-line = { $kind }: { $steps }
ladder-one = { $kind }: { $steps }
ladder-others-wait = Others wait for this, so there is always something on or before the day, and after it.
ladder-others-wait-until = Others wait for this, so there is always something on or before the day; nothing comes after it.
ladder-needed = Others wait for this: please keep at least one day and one week.
ladder-for-leads = Only leads of the group can change that.
ladder-kind-preparation = Before a review of your group
ladder-kind-answers = Reviews you are asked for
ladder-kind-decision = Decisions on reviews
ladder-kind-deliverable = Deliverables
ladder-kind-recommendation = Recommendations
ladder-kind-forum = Regional reviews and the Forum
ladder-kind-call = Calls that close
ladder-before = { $count ->
    [one] { $last ->
        [one] one day before
       *[other] { $days } days before
    }
   *[other] { $days } days before
}
ladder-day = on the day
ladder-weekly = { $weeks ->
    [one] once a week after it
   *[other] every week after it, { $weeks } times
}
ladder-none = no reminders
ladder-choice-usual = As usual
ladder-choice-few = A week before
ladder-choice-day = On the day only
ladder-choice-none = None
ladder-choice-own = My own …
ladder-form = Reminders
ladder-submit = Keep
ladder-field-days = Days before
ladder-field-weeks = Weeks after
ladder-hint-days = With commas between; 0 is the day itself, { $most } the most.
ladder-hint-weeks = Once a week for so long, where something is late.
ladder-wrong = Please write days from 0 to { $most } with commas between, twelve at most: 30, 14, 7, 1, 0

digest = The weeks ahead for { $group } { $title }:
digest-late = Late since { $day }: { $what }
digest-due = { $day }: { $what }
