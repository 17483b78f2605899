### Workplans: what a group promised, until when, what waits for what.

choice-workplan = Workplan
choice-workplan-of = Workplan of { $group }
choice-workplan-group = { $group }
choice-plan-see = { $reference }
choice-plan-more = More ›
choice-plan-add = Add a deliverable
choice-plan-done = Done
choice-plan-started = Under way
choice-plan-dropped = Drop it
choice-plan-planned = Take it up again
choice-plan-edit = Edit
choice-plan-serves = What it serves
choice-plan-split = Split it
verb-workplan = A workplan
verb-workplan-words = The workplan of “{ $words }”

workplan-shown = { $overdue ->
    [0] Workplan of { $group }: { $done } of { $count } done.
   *[other] Workplan of { $group }: { $done } of { $count } done, { $overdue } overdue.
}
workplan-empty = { $group } has no deliverables on record yet.
workplan-mine = { $count ->
    [one] You answer for 1 deliverable.
   *[other] You answer for { $count } deliverables.
}
workplan-mine-none = You answer for no deliverable at the moment. Which workplan would you like to see?
workplan-undated = Without a date: { $what }
workplan-unowned = Without an owner: { $what }
workplan-in-the-past = Mind: that date is in the past.
workplan-owner-unknown = I know nobody called “{ $who }”: the name stays as it is, and nobody is reminded.

deliverable-shown = { $reference }
deliverable-planned = planned
deliverable-started = under way
deliverable-done = done
deliverable-dropped = dropped
deliverable-overdue = overdue
deliverable-due = until { $when }
deliverable-undated = no date
deliverable-owner = { $who }
deliverable-owner-person = { $who } ({ $organisation })
deliverable-owner-somebody = a person of the group
deliverable-unowned = no owner
deliverable-at-risk = At risk, because it waits for { $what }
deliverable-after = Waits for: { $what }
deliverable-risks = Late for what waits for it: { $what }
deliverable-serves = Serves: { $what }
deliverable-principles = Guiding principles: { $which }
deliverable-split-from = A part of { $what }
deliverable-owner-left = Who answers for it is not in the group any more.
deliverable-step = { $day }: { $what }
deliverable-step-from = { $day }: { $what } (before: { $before })
deliverable-step-added = added
deliverable-step-imported = taken from the records
deliverable-step-table = taken from a table
deliverable-step-edited = edited
deliverable-step-moved = moved to another date
deliverable-step-split = split
deliverable-step-started = under way
deliverable-step-done = done
deliverable-step-dropped = dropped
deliverable-step-reopened = taken up again

plan-form-add = New for { $group }
plan-form-edit = { $reference }
plan-form-serves = { $reference }
plan-form-split = Split { $reference }
plan-submit = Save
plan-field-title = What will be delivered?
plan-field-owner = Who answers for it?
plan-hint-owner = “myself”, the name of somebody in the group, or an organisation.
plan-field-due = Until when?
plan-hint-due = As exactly as you know: 15 March 2027, March 2027, Q1 2027, 2027, or 2027-2028.
plan-field-after = What has to be done before it?
plan-hint-after = References, with commas between: D1, D3.
plan-field-network = Which deliverable of the Network’s workplan does it serve?
plan-hint-network = As the Network’s workplan calls it.
plan-field-objectives = Which objectives of the Global Compact?
plan-hint-objectives = Numbers from 1 to 23, with commas between.
plan-field-principles = Which guiding principles?
plan-field-parts = Its parts, a line each
plan-hint-parts = A semicolon and a date at the end are optional: Draft the guide; March 2027
plan-wrong-due = “{ $said }” is no date that I can read. Try 15 March 2027, March 2027, Q1 2027 or 2027.
plan-wrong-after = Not in this workplan: { $said }
plan-wrong-circle = { $reference } would wait for itself.
plan-wrong-objectives = Objectives are numbers from 1 to 23, and these are none: { $said }
plan-wrong-parts = Write two to { $most } parts, a line each.

plan-slip-told = { $what } is due { $due } now. What you answer for waits for it: { $waiting }.
plan-slip-told-undated = { $what } has changed. What you answer for waits for it: { $waiting }.
