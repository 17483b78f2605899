# What Telegram shows of the hub: the command menu and the profile.
telegram-command-find = Find documents, guidance and practices
telegram-command-who = Find who knows about a subject
telegram-command-request = Ask a person for help
telegram-command-requests = Your requests, and how they go
telegram-command-groups = Working groups: who is in them, and how to join
telegram-command-workplan = What you answer for, and your groups’ workplans
telegram-command-deadlines = What is due, for you or for a group
telegram-command-remind = Be reminded of anything, at an hour of yours
telegram-command-expertise = What you can help with, and when
telegram-command-me = Your language, your accounts, what I know about you
telegram-command-help = What I can do for you

telegram-description =
    I connect the people of a network with what it knows: documents, good practices and the experts who answer for them.

    Ask me in your own words, for example: “guidance on alternatives to detention for children”. I answer in private and in groups.
telegram-short-description = Finds documents, good practices and the right expert in your network. Ask in your own words.
