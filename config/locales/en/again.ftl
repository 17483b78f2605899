# When an expert who says "not now" may be asked again.

choice-again-day = From another day on
again-title = When may I ask again?
again-day = From which day on?
again-hint = For instance 15 January, or: in six weeks.
again-submit = Until then, not me
again-no-such-day = That has to be a day to come, within a year. For longer, “pause” leaves you in peace until you return.
