matter-preparation = Workplan before the quarterly review of { $review }
matter-answers = Answers to the quarterly review of { $review }
matter-decision = Decision on the quarterly review of { $review }
matter-deliverable = { $reference } { $title }
matter-recommendation = Recommendation to { $group }: { $text }
matter-forum = { $name }
matter-call = { $name }

matter-left-planned = not started yet
matter-left-started = started
matter-left-recommendation = to be done, or declined with a reason
matter-left-answers = five questions
matter-left-decide = to be decided
matter-left-publish = decided; to be published
matter-left-preparation = dates, owners and attachments to be checked
