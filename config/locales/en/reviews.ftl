choice-reviews = Reviews
choice-reviews-past = Past reviews
choice-recommendations = Recommendations
verb-reviews = reviews
verb-recommendations = recommendations

review-title = { $group } { $title }, { $quarter }
review-quarter = { $quarter }
review-list = { $count ->
    [one] One review is under way:
   *[other] { $count } reviews are under way:
}
review-none = No review waits for you. I write to you when one does.
review-past = These reviews are published or on record:
review-past-none = No review has been published yet.
review-shown = { $review }

    { $state }
review-decided = Kept. Nobody sees your decision before you publish it.

    { $review }
review-in-private = Reviews are for the two of us: write to me directly.
review-for-members = Reviews are for members of the network. If you are one, ask the secretariat to say so.
review-not-yours = This review is in other hands.
review-empty = Nothing is answered yet, so I have sent nothing. One tick or one remark is enough.
review-for-chair = Only who decides on this review can do that.
review-for-secretariat = Only the secretariat can do that.
review-not-open = This review has not been opened yet. I write to you when it is.
review-not-answered = The reviewers have not finished yet.
review-too-late = The time for answers was over on { $until }. What you have begun is kept, and you can ask for more time.
review-over = The time for answers was over on { $until }, and the review is decided by now. Thank you all the same.
review-wished = I have asked for a week more. I write to you as soon as there is more time; what you have begun is kept.

review-state-prepared = Prepared; nobody has been asked yet
review-state-open = Open
review-state-in_review = In review
review-state-answered = Answered; it is the chair’s turn
review-state-silent = The time for answers is over, nobody has answered; it is the chair’s turn
review-state-partial = The time for answers is over, not everybody has answered; it is the chair’s turn
review-state-decided = Decided, not published
review-state-published = Published
review-state-archived = Archived
review-opens = Reviewers are asked on { $at }
review-answers-by = Answers until { $at }
review-decide-by = Decision until { $at }
review-reviewers = { $count ->
    [0] No reviewer yet
    [one] { $done ->
        [0] One reviewer, no answer yet
       *[other] One reviewer, who has answered
    }
   *[other] { $count } reviewers; answers: { $done }
}
review-line-decision = Decision: { $decision }
review-recommended = { $count ->
    [0] No recommendations
    [one] One recommendation:
   *[other] { $count } recommendations:
}
review-bullet = • { $text }
review-evidence = What the hub knows, as of { $day }. This is evidence, no answer:
review-evidence-of = • Question { $number }: { $what }
review-agreed = The reviewers ticked the same boxes.
review-differs = Question { $number }, { $name }: { $said }
review-differs-decision = Decision, { $name }: { $said }
review-announced = The review of { $review } is published.

    { $decision }

review-form = Review { $group }
review-submit = Send
review-intro = You can change your answers until { $until }.
review-verdict-form = Decision { $group }
review-verdict-submit = Keep
review-verdict-intro = The reviewers’ answers as one. Nothing is published yet.
review-field-box = { $number }. { $text }
review-field-comment = { $number }. Comment
review-field-recommendations = { $number }. Recommendations
review-field-remarks = General remarks
review-field-decision = Decision
review-field-general = General recommendations
review-hint-recommendations = One a line.
review-decision-validated = Validated
review-decision-recommended = Validated with recommendations
review-decision-not = Not validated
review-wrong-recommendation = A recommendation needs words. Please write one a line.
review-wrong-long = Please use { $most } characters at most for one recommendation.
review-thanks = Thank you, that is your review of { $review }. You can change it until { $until }.

review-who = Who reviews { $review }, and why:
review-who-nobody = Nobody may review { $review } yet.
review-chosen = • { $name }: { $why }; { $state }
review-has-answered = has answered
review-has-not = has not answered
review-not-chosen = • Not { $name }: { $why }
review-not-lead = leads this group or decides on it
review-not-organisation = { $organisation } leads this group
review-not-here = away until { $day }
review-why-never = not asked before; { $load ->
    [0] no other review
    [one] one other review
   *[other] { $load } other reviews
}
review-why-longest = last asked on { $day }; { $load ->
    [0] no other review
    [one] one other review
   *[other] { $load } other reviews
}

choice-review-of = { $group }
choice-review-see = See the review
choice-review-fill = Fill in
choice-review-change = Change
choice-review-decide = Decide
choice-review-time = One more week
choice-review-more = Ask for more time
choice-review-give = Give a week
choice-review-publish = Publish
choice-review-who = Who reviews
choice-review-swap = Somebody else than { $name }

review-told-prepared = The review of { $review } is prepared. Reviewers are asked on { $opens }; you can change them until then.
review-told-nobody = Nobody may review { $review } yet. I look again every day; it needs people who review for the network and are not of a lead’s organisation.
review-told-opened = The review of { $review } is open. Reviewers answer until { $until }.
review-told-asked = Would you review { $review }? Five questions, until { $until }.
review-told-released = Somebody else reviews { $review } now; there is nothing to do for you. Thank you.
review-told-left = A reviewer of { $review } has left the hub. By the rule { $who } reviews instead, and has been asked.
review-told-left-empty = A reviewer of { $review } has left the hub, and nobody else may review it. It needs people who review for the network and are not of a lead’s organisation.
review-told-longer = There is more time for { $review }: until { $until }.
review-told-answered = The answers on { $review } are in. It is your turn to decide, until { $decide }.
review-told-silence = Nobody has answered on { $review } in time. You can give one more week, or decide on what the hub knows.
review-told-over = The time for answers on { $review } is over, and not everybody has answered. It is with whoever decides now.
review-told-wished = { $who } asks for more time for { $review }; the time for answers was over on { $until }.
review-told-published = The review of { $review } is published. I bring its recommendations back in the next one.

evidence-no-attachment = no workplan or concept note is attached to the group
evidence-no-mandate = no mandate is on record
evidence-no-deliverables = the workplan has no deliverables
evidence-objectives = no deliverable serves objective { $numbers }
evidence-no-network = { $count ->
    [one] one deliverable names no Network deliverable: { $references }
   *[other] { $count } deliverables name no Network deliverable: { $references }
}
evidence-balance = UN organisations: { $un }; others: { $other }
evidence-missing = { $count ->
    [one] one kind of stakeholder is missing: { $kinds }
   *[other] { $count } kinds of stakeholders are missing, among them { $kinds }
}
evidence-plan = { $count ->
    [one] one deliverable
   *[other] { $count } deliverables
}, open: { $open }
evidence-no-date = { $count ->
    [one] one has no date: { $references }
   *[other] { $count } have no date: { $references }
}
evidence-no-owner = { $count ->
    [one] one has no owner: { $references }
   *[other] { $count } have no owner: { $references }
}
evidence-overdue = { $count ->
    [one] one is overdue: { $references }
   *[other] { $count } are overdue: { $references }
}
evidence-principles = { $missing } of { $count } guiding principles are served by no deliverable
evidence-states = governments in the group: { $members }; deliverables that speak of Member States: { $count }
evidence-recommendation-open = still open: { $text }
evidence-recommendations-settled = settled recommendations of earlier reviews: { $count }
evidence-record = { $reference } made { $count ->
    [one] one recommendation
   *[other] { $count } recommendations
}

recommendation-list = { $count ->
    [one] One recommendation is open:
   *[other] { $count } recommendations are open:
}
recommendation-none = No recommendation is open.
recommendation-shown = Recommendation to { $group }: { $state }
recommendation-age = { $days ->
    [0] new today
    [one] one day old
   *[other] { $days } days old
}
recommendation-due = by { $day }
recommendation-state-open = open
recommendation-state-done = done
recommendation-state-declined = declined
recommendation-state-superseded = superseded
recommendation-said-open = report
recommendation-said-done = done
recommendation-said-declined = declined
recommendation-said-superseded = superseded
recommendation-note = { $day }, { $what }: { $text }
recommendation-note-bare = { $day }: { $what }
recommendation-for-leads = Only the leads of the group can say that.
recommendation-settled = This recommendation is settled.
recommendation-form = Recommendation
recommendation-submit = Keep
recommendation-about = { $text }
recommendation-field-open = What has happened since?
recommendation-field-done = What came of it?
recommendation-field-declined = Why is it declined?
recommendation-field-superseded = What supersedes it?
choice-recommendation-see = { $number } { $text }
choice-recommendation-report = Report
choice-recommendation-done = Done
choice-recommendation-declined = Decline
choice-recommendation-superseded = Superseded
