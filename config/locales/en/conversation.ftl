### What the hub says in a conversation, whatever it is about.

just = { $what }

welcome = Hello, I am the connection hub. I find things to read on migration and people who know about it, in the six UN languages. Ask in your own words, or tap one of these:
help = Ask in your own words, in any of the six UN languages. I show where everything comes from.
help-find = To read: “anything on return counselling?” or find return counselling
help-who = People: “who knows about labour agreements in French?” or who labour agreements
help-me = You: me shows your language, time zone and linked accounts, and what I know about you
help-try-1 = Alternatives to detention for children
help-try-2 = Who knows labour agreements in French?
help-try-3 = Latest guidance on reintegration
hello = Hello! What are you looking for? Ask in your own words, or tap one of these:
you-are-welcome = You are welcome.
say-something = I need a few words to go on. Tell me what you want to read about or who you need, for example:

say-something-find = What do you want to read about? Write it after the command, or just ask. For example:
say-something-who = What should they know about? Write it after the command, or just ask. For example:

which = Shall I look for something to read, or for people who know about it?
which-meaning = That can mean several things. Which of these do you mean?
verb-unknown = I don’t know “{ $typed }”. Perhaps one of these:
verb-unlike-any = I don’t know “{ $typed }”. This is what I can do:
verb-find = Find something to read
verb-find-words = Read about “{ $words }”
verb-who = Find people who know
verb-who-words = Find people for “{ $words }”
verb-me = My settings
verb-help = Help

too-old = That button belongs to an older question, which I no longer keep. Please ask again, and I will look afresh.
button-old = I don’t recognise that button any more. Please ask again, and I will look afresh.
not-your-question = That question was asked by somebody else. Ask me yourself, and the answer is yours.
somebody-was-first = Somebody changed this at the same moment. Please look again.
went-wrong = Something went wrong on our side. Your message is kept, and the people who run the hub can see it under number { $incident }. Please try again in a while.
read-the-beginning = I read the first { $most } characters of that.

choice-help = What can I ask?
choice-me = My settings
choice-back = ‹ Back

platform-slack = Slack
platform-telegram = Telegram
platform-console = the terminal

in-language-ar = العربية
in-language-zh = 中文
in-language-en = English
in-language-fr = Français
in-language-ru = Русский
in-language-es = Español
