# What leads take off their group again, and who has asked to join.
choice-group-tidy = Links and channels
choice-group-detach = Take off: { $title }
choice-group-silence = Not its channel any more: { $platform }
group-tidy = What is attached to { $group }, and its channels. A tap takes one off.
group-tidy-nothing = Nothing is attached to { $group }, and it has no channel here.
group-line-asking = Have asked to join: { $who }
