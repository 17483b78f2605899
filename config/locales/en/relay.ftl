### Relay: carrying words between two people on two platforms.

relay-name = { $name }
relay-name-of = { $name } ({ $organisation })
relay-role-requester = the person who asked
relay-role-expert = the expert

relay-word = { $who }:
    { $text }
relay-changed = { $who } (edited):
    { $text }
relay-was-taken-back = { $who } took this message back.
relay-reacted = A reaction.

relay-how-thread = Write in this thread: it reaches { $who }, and their answers come here.
relay-how-reply = Reply to any of these messages, or tap below: it reaches { $who }, and their answers come here.
relay-how-carried = I carry text, edits and reactions, not files. Either of you can end this at any time.

relay-talking = You are talking to { $who }: all that you write here goes to them.
relay-left = What you write here is for me again. { $who } can still write to you.
relay-in-thread = Write in the thread: it reaches { $who }.
relay-carried = Sent to { $who }.

relay-unsent = This stayed with me: { $who } did not get it.
relay-unsent-gone = I no longer have those words. Please write them again, to { $who } this time.

relay-too-soon = What you answered had only just arrived, so I could not tell whom this is for. Please send it again.

relay-no-files = { $count ->
    [one] I can’t carry files yet, so { $who } did not get this one. Paste a link, or put it into words.
   *[other] I can’t carry files yet, so { $who } did not get these. Paste links, or put them into words.
}
relay-no-files-but-words = { $count ->
    [one] { $who } got your words, but not the file: I can’t carry files yet. Paste a link instead.
   *[other] { $who } got your words, but not the files: I can’t carry files yet. Paste links instead.
}

relay-back-done = Taken back: { $who } no longer sees it.
relay-back-nothing = There is nothing to take back from { $who }.
relay-back-which = Reply with /takeback to the message that you want to take back.

relay-lost = This did not reach { $who }: “{ $text }”. Please try again later.
relay-lost-change = Your change did not reach { $who }: “{ $text }”. They still see the message as it was.
relay-untold = { $count ->
    [one] Your last message did not reach { $who } any more.
   *[other] Your last { $count } messages did not reach { $who } any more.
}

relay-quiet = You and { $who } have not written for a while. Unless one of you writes, this conversation ends on { $day }.
relay-end-ask = End the conversation with { $who }? Neither of you can write into it any more.
relay-ended = Ended. Nothing more is carried between you and { $who }.
relay-goes-on = Good, it goes on. { $who } can still write to you.
relay-over = This conversation with { $who } has ended, so I did not carry that.
relay-end-said = { $who } has ended this conversation. Nothing more is carried; thank you both.
relay-end-quiet = Two quiet weeks: this conversation with { $who } has ended. You can always ask again.
relay-end-gone = { $who } can’t be reached here any more, so this conversation has ended. You can always ask again.
relay-not-yours = This conversation is between two other people.

choice-relay-talk = Write to { $who }
choice-relay-pass = Send it to { $who }
choice-relay-leave = Stop talking
choice-relay-back = Take back my last message
choice-relay-end = End this conversation
choice-relay-end-sure = Yes, end it
choice-relay-go-on = No, go on
