# Who answers for a recommendation, and until when.
follow-form = Follow up
follow-field-owner = Who answers for it?
follow-field-due = Until when?
follow-past = { $day } is over. Which day shall it be?
follow-told = You answer from now on for what was recommended to { $group }, until { $day }: { $text }
choice-follow-see = See it
choice-recommendation-give = Who and until when
recommendation-yours = yours
recommendation-desk = the secretariat
recommendation-overdue = was due on { $day }
