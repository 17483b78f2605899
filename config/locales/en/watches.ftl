### Watches: telling people what is new.

watch-kept-once = I tell you once there is something for { $what }, and then no more.
watch-kept-daily = On weekday mornings I tell you what is new for { $what }, first on { $day }. On days without news I say nothing.
watch-kept-weekly = On Monday mornings I tell you what is new for { $what }, first on { $day }. In weeks without news I say nothing.
watch-news = { $count ->
    [one] Good morning. There is something new for { $what }:
   *[other] Good morning. There are { $count } new results for { $what }:
}
watch-found = There is something now for { $what }, which you asked me to watch for:
watch-why = New for { $what }
watch-more = { $count ->
    [one] And one more: ask me to find it.
   *[other] And { $count } more: ask me to find them.
}
watch-about = “{ $question }”
watch-about-narrowed = “{ $question }” ({ $slots })
watch-list = This is what I watch for you:
watch-line-once = { $what }: told once, as soon as there is something
watch-line-daily = { $what }: on weekday mornings
watch-line-weekly = { $what }: on Monday mornings
watch-none = I watch nothing for you. Tap “Tell me about new ones” under an answer, or write for example: tell me when there is something new on returns
watch-stopped = I no longer watch { $what } for you.
watch-gone = I don’t watch that for you any more.
watch-in-private = What I watch for you is between us: write to me directly.
watch-too-many = I watch { $most } things for you already. Stop one of them first.

help-watch = News: “tell me when there is something new on returns”; my watches shows what I watch for you

choice-watch = Tell me about new ones
choice-wait = Tell me when there is something
choice-daily = Every weekday
choice-weekly = Once a week
choice-stop = Stop { $what }
choice-watches = What you watch for me
