### Being away: one absence for requests, reviews and reminders.

away-no-day = I cannot find that day in the calendar. Try it like this: away until { $example }
away-past = { $day } is past. Until which day are you away?
away-who-then = Reminders go to whoever stands in for you, else to your group’s leads.
away-backup = Who stands in for you
away-backup-hint = Somebody of your groups. They get your reminders while you are away.
away-nobody = Nobody
away-backup-told = { $name } is away until { $day } and named you to stand in: until then their reminders come to you.
away-choice-refuse = I cannot
away-backup-refused = { $name } cannot stand in for you. You can name somebody else.
away-refused = Noted. I have told them, and their reminders do not come to you.
away-no-backup = You do not stand in for them any more; there is nothing to do.
away-line-backup = Stands in for you: { $name }
