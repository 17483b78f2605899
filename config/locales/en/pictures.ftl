# The picture of a workplan.
choice-plan-picture = Picture
plan-picture = { $overdue ->
    [0] The workplan of { $group } as a picture: { $done } of { $count } done.
   *[other] The workplan of { $group } as a picture: { $done } of { $count } done, { $overdue } overdue.
}
plan-picture-title = Workplan of { $group }
plan-picture-summary = { $overdue ->
    [0] { $done } of { $count } done
   *[other] { $done } of { $count } done · { $overdue } overdue
}
plan-picture-today = Today, { $day }
plan-picture-done = done
plan-picture-started = under way
plan-picture-planned = planned
plan-picture-late = overdue
plan-picture-risk = at risk
plan-picture-waits = what waits for what
plan-picture-more = { $count ->
    [one] One more deliverable is in the plan.
   *[other] { $count } more deliverables are in the plan.
}
