### Reminders that people set themselves.

remind-kept = I’ll remind you: { $what }
remind-kept-here = I’ll remind everyone here: { $what }
remind-shown = Your reminder: { $what }
remind-shown-here = A reminder for everyone here: { $what }
remind-line-when = When: { $when }
remind-line-every = How often: { $every }
remind-line-next = Next: { $when }
remind-moved = { $day } is no working day for you, so I take the one nearest. Say an hour, and I come on the day itself.
remind-zone-unknown = I don’t know your time zone yet, so I take the hour in UTC. Set it, and your reminders move with you.
remind-invite = I can only write here if I am in this channel: invite me if I’m not.

remind-told = ⏰ You asked me to remind you: { $what }
remind-told-here = ⏰ Reminder for everyone here, set by { $name }: { $what }
remind-late = This comes late: it was for { $when }.
remind-done = Done: { $what }
remind-cancelled = I no longer remind you of this: { $what }
remind-stop-ask = Stop this reminder for good? { $what }

remind-when = When shall I remind you? { $what }
remind-when-today = At which hour today? { $what }
remind-no-such-day = There is no { $said }. When shall I remind you? { $what }
remind-no-such-hour = There is no { $said } on a clock. When shall I remind you? { $what }
remind-past = That is past already. When shall I remind you? { $what }
remind-too-often = Once a day is the most that I do. When shall I remind you? { $what }
remind-when-unclear = I couldn’t read a time there. Try “tomorrow at 9”, “in two weeks”, “every first Monday at 9 Geneva time”.
remind-what-in-channel = What shall I remind you of? Say it in one go, for example: remind this channel to send updates every Friday at 10
remind-here-in-channel = To remind a channel, say it in that channel. Here I remind you alone: remind me …
remind-no-private = I remind you in private, and cannot write to you yet. Open a chat with me, say hello, and ask me again.
remind-too-many = You have { $most } reminders already. Cancel one of them first.
remind-too-many-here = There are { $most } reminders in this channel already. Cancel one of them first.
remind-gone = That reminder is not there any more.

remind-list = What I remind you of ({ $count }):
remind-list-none = I remind you of nothing. Try: remind me to ask IOM about the data in two weeks
remind-list-what = These are the reminders that you set. What is due shows what is yours to do.
remind-list-here = What everyone here is reminded of ({ $count }):
remind-list-here-none = Nobody has set a reminder here. Try: remind this channel every first Monday at 9 Geneva time to send updates
remind-line = • { $what }: { $when }
remind-line-here = • { $what }: { $when } (in a channel)

remind-form-when = When?
remind-field-when = When shall I remind you? { $what }
remind-field-when-hint = For example: tomorrow at 9; in two weeks; 15 January at 14:30 Geneva time; every first Monday
remind-form-what = What about?
remind-field-what = What shall I remind you of?
remind-submit = Save

remind-choice-when = Another time
remind-choice-what = Other words
remind-choice-cancel = Cancel it
remind-choice-show = { $what }
remind-choice-drop = Cancel
remind-choice-more = More
remind-choice-hour = In an hour
remind-choice-tomorrow = Tomorrow
remind-choice-monday = On Monday
remind-choice-week = In a week
remind-choice-other = Another time …
remind-choice-day = Another day …
remind-choice-again = Try again
remind-choice-on = On { $day }
remind-choice-done = Done
remind-choice-stop = Stop it
remind-choice-stop-sure = Stop for good
remind-choice-keep = Keep it
choice-reminders = My reminders
me-known-reminders = { $count ->
    [one] One reminder that you set
   *[other] { $count } reminders that you set
}
verb-remind = remind me …
verb-remind-words = remind me { $words }
verb-reminders = my reminders
help-remind = Reminders: “remind me to ask IOM about the data in two weeks”; my reminders shows and cancels them

moment-elsewhere = { $hour } in { $city }
repeat-days = { $count ->
    [one] every day
   *[other] every { $count } days
}
repeat-working = Monday to Friday
repeat-weeks = { $count ->
    [one] every { $days }
   *[other] every { $count } weeks, on { $days }
}
repeat-nth = { $count ->
    [one] every { $nth } { $day } of the month
   *[other] the { $nth } { $day } of every { $count } months
}
repeat-months = { $count ->
    [one] every month, on day { $day }
   *[other] every { $count } months, on day { $day }
}
repeat-months-end = { $count ->
    [one] every month, on day { $day } or else the last day
   *[other] every { $count } months, on day { $day } or else the last day
}
repeat-years = { $count ->
    [one] every year
   *[other] every { $count } years
}
nth-1 = first
nth-2 = second
nth-3 = third
nth-4 = fourth
nth-last = last
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
