# What the terminal says by itself, beside the replies.
console-welcome = Type a question or a command. { $quit } ends the conversation.
console-no-such-choice = { $count ->
    [one] There is one choice here: type 1, or write something else.
   *[other] There are { $count } choices here: type a number from 1 to { $count }, or write something else.
  }
console-no-answer = No answer has come yet. It will appear here when it does.
console-choose = Choose:
