form-question = { $title } · { $number } of { $count }

    { $question }
form-now = Now: { $value }
form-answer = { $question }: { $value }
form-unanswered = not answered
form-yes = Yes
form-no = No
form-neither = Not answered
form-marked = ✓ { $what }
form-overview = { $title }

    Is this right? Nothing is sent before you say so.
form-ready = { $title }

    All questions are on one page. It takes a minute or two, and you can stop at any time.
form-look-again = Something in “{ $title }” needs another look. Your answers are kept.
form-left = All right. I keep your answers for { $days } days.
form-dropped = Done, your answers are gone.
form-in-private = Let us do this between the two of us: write to me directly.

form-choice-open = Open the form
form-choice-step = One by one, here
form-choice-done = Done
form-choice-skip = Skip
form-choice-empty = Leave empty
form-choice-back = Back
form-choice-see = See all answers
form-choice-leave = Stop here
form-choice-go-on = Go on
form-choice-drop = Throw away
form-choice-change = Change: { $question }

form-wrong-required = This one needs an answer.
form-wrong-long = That is { $count } characters; please use { $most } at most.
form-wrong-short = A little more, please: { $least } characters at least.
form-wrong-option = I do not know that answer. Please choose from the list.
form-wrong-many = Please choose { $most } at most.
form-wrong-few = Please choose { $least } at least.
form-wrong-number = Please give a whole number from { $least } to { $most }.
form-wrong-any-number = Please give a whole number, { $least } or more.
form-wrong-date = I could not read a day there. Try it like this: { $example }
