### What is next, and calendars that show it.

deadlines-mine = { $late ->
    [0] What is next for you ({ $count }):
   *[other] What is next for you ({ $count }, { $late } of them overdue, at the end):
}
deadlines-mine-none = Nothing is due for you.
deadlines-network = { $late ->
    [0] What is next in the network ({ $count }):
   *[other] What is next in the network ({ $count }, { $late } of them overdue, at the end):
}
deadlines-network-none = No date of the network is ahead.
deadlines-group = { $late ->
    [0] What is next for { $group } ({ $count }):
   *[other] What is next for { $group } ({ $count }, { $late } of them overdue, at the end):
}
deadlines-group-none = Nothing with a date is open for { $group }.
deadlines-what = Here is every date ahead of you: what is yours to do, what the network has, and what you asked to be reminded of.
deadline-line = { $number }. { $when }: { $what } ({ $left })
deadline-line-bare = { $number }. { $when }: { $what }
deadline-late = { $number }. ⚠ overdue, { $when }: { $what } ({ $left })
deadline-late-bare = { $number }. ⚠ overdue, { $when }: { $what }
deadline-open = { $number }. { $what }
choice-deadlines = My deadlines
choice-deadlines-of = Deadlines of { $group }
choice-calendar = In my calendar
verb-deadlines = my deadlines
verb-deadlines-words = deadlines of { $words }
verb-calendar = my calendar
verb-calendar-words = calendar of { $words }
help-deadlines-alone = Deadlines: “deadlines” for what is next for you, “deadlines CWG 2.1” for a group
help-deadlines = Deadlines: “deadlines” for what is next for you, “deadlines CWG 2.1” for a group; “my calendar” puts them into yours

feed-of-me = My deadlines
feed-of-group = Deadlines of { $group }
feed-none = Your calendar can show this by itself: { $of }. I make a secret address, and your calendar looks there every hour.
feed-there = Your calendar has an address for this since { $day }: { $of }. I keep no copy of it. If it is lost, or somebody else has it, renew it: the old one stops at once.
feed-made = { $of }: { $address }
feed-how = Paste it where your calendar adds one “from URL” or “from the web” (Google, Outlook, Apple, Thunderbird). It looks for changes by itself.
feed-secret = Whoever has this address can read it, so keep it to yourself. An earlier one no longer works.
feed-stopped = That address no longer works: { $of }.
feed-in-private = A calendar’s address is secret: write to me directly, and ask for “my calendar” there.
feed-no-address = Calendars can’t reach me yet; the secretariat can have that changed. I show you here what is next, and remind you of it.
feed-no-address-how = Calendars can’t reach me yet: whoever runs me has to set HUB_PUBLIC_URL first.
feed-not-yours = The calendar of { $group } is for those who have a part in it.
feed-off = No longer due
feed-own = ⏰ { $what }
feed-own-here = ⏰ { $what } (in a channel)
feed-stated = Stated as: { $when }
feed-choice-make = Make an address
feed-choice-renew = Renew it
feed-choice-stop = Stop it
me-known-calendars = { $count ->
    [one] One calendar address
   *[other] { $count } calendar addresses
}
