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
choice-plan-table = Table
choice-plan-csv = As CSV
plan-table = The workplan of { $group } as a table to fill in. Fill it in and send it back to me here: I show you what it would change before anything does.
plan-table-title = Workplan of { $group }, table
plan-table-in-private = The table names people: ask me for it directly, as somebody of the network.
