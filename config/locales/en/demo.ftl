### The demo's page.

demo-title = The connection hub
demo-subtitle = All of this runs on your machine. Only the people are made up.
demo-skip = Skip to the chats
demo-hub = The hub
demo-languages = Language
demo-language-en = English
demo-language-fr = Français
demo-story = The story in five steps
demo-sides = Which chat is shown
demo-you-are = You are
demo-places = Conversations
demo-messages = Messages
demo-send = Send
demo-close = Close
demo-back = ← Back
demo-done = done
demo-show-me = Show me
demo-lost = The demo has stopped. Start it again with “make demo”.

demo-part-official = Government official
demo-part-secretariat = Secretariat
demo-part-focal = ILO focal point
demo-part-lead = Working group lead
demo-part-reviewer = Committee reviewer

demo-step-1 = Ask for something to read
demo-step-1-text = On Telegram you are a government official. Ask in your own words.
demo-step-2 = Ask for a person
demo-step-2-text = Say what you need help with. Check what was understood, and send it.
demo-step-3 = Be the expert and accept
demo-step-3-text = On Slack you are the ILO focal point. The hub asks you; say yes.
demo-step-4 = Talk across platforms
demo-step-4-text = Reply to each other: one in Telegram, one in a Slack thread.
demo-step-5 = Let a quarter pass
demo-step-5-text = Turn the clock, day after day: reminders, follow-ups and the quarterly review come.

demo-say-read = anything on alternatives to detention for children?
demo-say-need = I need help negotiating a bilateral labour agreement with a country of destination, above all on recruitment fees and on portable social security
demo-say-words = Thank you! We have a draft of twelve pages. May I send you the part on fees?
demo-say-answer = With pleasure. Begin with who pays what, and when.

demo-clock = The clock
demo-now = { $day }, { $time }
demo-day = { $day }
demo-turn-hour = + 1 hour
demo-turn-day = + 1 day
demo-turn-next = To what is due next
demo-turn-quarter = + 1 quarter
demo-turning = Time passes …
demo-nothing-due = Nothing is due for months.

demo-faults = What can go wrong
demo-hub-up = The hub is running
demo-hub-starting = The hub is starting …
demo-hub-down = The hub was killed
demo-hub-kill = Kill the hub
demo-hub-start = Start the hub again
demo-trouble-slack-down = Slack down
demo-trouble-telegram-slow = Telegram slow
demo-trouble-limited = Too many requests (429)

demo-slack-home = Home
demo-slack-home-empty = The hub has not shown anything here yet.
demo-slack-empty = Write to the hub, or type / for its command. In a channel, mention it: @hub.
demo-telegram-empty = Write to the hub, or type / for its commands.
demo-write-slack = Message the hub, or / for its command
demo-write-telegram = Message, or / for commands
demo-command-hint = find alternatives to detention
demo-thread = Thread
demo-replies = { $count ->
    [one] 1 reply
   *[other] { $count } replies
}
demo-reply = Reply
demo-reply-in-thread = Reply in thread
demo-shortcut = Ask the hub for help
demo-edited = edited
demo-only-you = Only visible to you
demo-typing = typing …
demo-unread = { $count ->
    [one] 1 unread message
   *[other] { $count } unread messages
}
demo-json = What the hub sent
demo-json-text = The call as it went over the wire, and what the platform answered.
