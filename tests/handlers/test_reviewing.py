"""Quarters, the choice of reviewers, and joined answers: what always holds of them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.network_files.records import Decision, Question, ReviewAnswer, ReviewForm
from config.periods import quarter_of
from config.timetable import Timetable
from handlers import assigning, quarters, review_answers
from handlers.assigning import Candidate
from handlers.calendar import is_working_day
from handlers.review_answers import Answers

DAY = date(2027, 1, 8)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FORM = ReviewForm(
    title="Review", questions=(Question(number=1, text="One?"), Question(number=2, text="Two?"))
)
ORGANISATIONS = st.sampled_from(["", "ILO", "IOM", "WHO", "MFA"])
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 40),
        ORGANISATIONS,
        last_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        load=st.integers(0, 5),
        away_until=st.none() | st.dates(date(2027, 1, 1), date(2027, 1, 31)),
        leads=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda each: each.person_id,
)


@given(DAYS)
def test_what_is_assessed_is_the_last_quarter_that_is_over(day: date) -> None:
    quarter = quarters.assessed(day)

    assert quarter.last < day
    assert (day - quarter.last).days <= 92
    assert quarters.of_code(quarters.code(quarter)) == quarter


@given(st.integers(2000, 2099), st.integers(1, 4))
def test_a_review_takes_its_steps_in_order_and_is_over_before_the_next(
    year: int, number: int
) -> None:
    quarter = quarter_of(year, number)
    moments = quarters.dates(quarter)

    steps = [moments.opens_at, moments.answers_by, moments.decide_by, moments.archive_at]
    assert steps == sorted(steps)
    assert steps[0].date() > quarter.last
    assert is_working_day(moments.opens_at.date())
    assert is_working_day((moments.answers_by - timedelta(seconds=1)).date())
    assert moments.archive_at.date() <= quarters.followed_until(quarter)
    assert quarters.assessed(quarters.followed_until(quarter)) == quarter


@pytest.mark.parametrize(
    "days", [(1, 9, 8, 20, 80), (-1, 1, 8, 20, 80), (1, 1, 8, 20, 99), (9, 8, 20, 30, 80)]
)
def test_a_timetable_that_runs_backwards_or_too_long_is_refused(
    days: tuple[int, int, int, int, int],
) -> None:
    with pytest.raises(ValueError, match=", "):
        Timetable(*days)


@given(CANDIDATES, st.sets(ORGANISATIONS.filter(bool)))
def test_nobody_is_chosen_who_may_not_be_and_nobody_waits_longer(
    candidates: list[Candidate], leading: set[str]
) -> None:
    leads = frozenset(leading)
    chosen = assigning.choose(candidates, leading=leads, on=DAY)

    by_id = {each.person_id: each for each in candidates}
    may = [e for e in candidates if assigning.why_not(e, leading=leads, on=DAY) is None]
    assert len(chosen) == min(len(may), assigning.SEATS)
    assert len({each.person_id for each in chosen}) == len(chosen)
    for each in chosen:
        assert by_id[each.person_id].organisation not in leading
        assert not by_id[each.person_id].leads
    if chosen:
        first = by_id[chosen[0].person_id]
        waited = min(each.last_on or date.min for each in may)
        assert (first.last_on or date.min) == waited


@given(st.integers(1, 6), st.integers(1, 30))
def test_over_many_reviews_everybody_has_their_share(people: int, reviews: int) -> None:
    last: dict[int, date] = {}
    count = dict.fromkeys(range(people), 0)
    for review in range(reviews):
        candidates = [
            Candidate(each, f"O{each}", last.get(each), times=count[each]) for each in range(people)
        ]
        on = DAY + timedelta(days=review)
        for chosen in assigning.choose(candidates, leading=frozenset(), on=on):
            last[chosen.person_id] = on
            count[chosen.person_id] += 1

    assert max(count.values()) - min(count.values()) <= 1


def test_the_second_reviewer_is_of_another_organisation_where_there_is_one() -> None:
    old, new = date(2026, 1, 1), date(2026, 9, 1)
    people = [Candidate(1, "ILO", old), Candidate(2, "ILO", old), Candidate(3, "WHO", new)]

    chosen = assigning.choose(people, leading=frozenset(), on=DAY)

    assert [each.person_id for each in chosen] == [1, 3]
    assert [each.why.phrase for each in chosen] == ["review-why-longest"] * 2


BOXES = st.sampled_from([True, False, None])
TEXTS = st.text(max_size=40)


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    questions = tuple(
        ReviewAnswer(
            question=each.number,
            answer=draw(BOXES),
            comment=draw(TEXTS).strip(),
            recommendations=review_answers.listed(draw(TEXTS)),
        )
        for each in FORM.questions
    )
    decision = draw(st.none() | st.sampled_from(list(Decision)))
    return Answers(questions, draw(TEXTS).strip(), decision, review_answers.listed(draw(TEXTS)))


@given(answers())
def test_what_one_reviewer_said_stays_as_it_is_when_it_is_joined(said: Answers) -> None:
    joined = review_answers.join(FORM, [("Ana", said)])

    assert joined.answers == said
    assert joined.differences == ()


@given(answers(), answers())
def test_every_recommendation_is_kept_and_every_difference_is_named(
    one: Answers, other: Answers
) -> None:
    joined = review_answers.join(FORM, [("Ana", one), ("Ben", other)])

    for number, question in enumerate(joined.answers.questions):
        ticked = {one.questions[number].answer, other.questions[number].answer} - {None}
        assert (question.question in joined.differences) == (len(ticked) > 1)
        assert question.answer == (ticked.pop() if len(ticked) == 1 else None)
        both = (*one.questions[number].recommendations, *other.questions[number].recommendations)
        kept = {each.casefold() for each in question.recommendations}
        assert len(kept) <= len(both)
    assert (0 in joined.differences) == (len({one.decision, other.decision} - {None}) > 1)


@given(answers())
def test_a_form_that_holds_answers_gives_them_back(said: Answers) -> None:
    fields = review_answers.fields(FORM, known=said, chair=False)

    assert review_answers.read(FORM, {each.name: each.value for each in fields}) == said


def test_a_recommendation_without_text_is_refused() -> None:
    wrong = review_answers.check(FORM, {"recs1": "- \n • ", "general": "Meet more often"})

    assert {name: words.phrase for name, words in wrong.items()} == {
        "recs1": "review-wrong-recommendation"
    }


def test_bullets_and_blank_lines_are_no_part_of_a_recommendation() -> None:
    listed = review_answers.listed("- Meet more often\n\n • meet  more often\n–Share the plan")

    assert listed == ("Meet more often", "Share the plan")


def test_deadlines_move_from_a_weekend_to_the_working_day_after() -> None:
    moments = quarters.dates(quarter_of(2026, 3), Timetable(1, 3, 10, 17, 80))

    assert moments.opens_at == datetime(2026, 10, 5, 9, tzinfo=UTC)


@given(st.integers(2000, 2099), st.integers(1, 4), st.sampled_from(sorted(available_timezones())))
def test_a_deadline_is_on_its_day_by_the_clocks_of_the_network(
    year: int, number: int, name: str
) -> None:
    quarter, zone = quarter_of(year, number), ZoneInfo(name)
    moments, there = quarters.dates(quarter, zone=zone), quarters.dates(quarter)

    for moment, day in (
        (moments.opens_at, there.opens_at.date()),
        (moments.answers_by, there.answers_by.date()),
        (moments.decide_by, there.decide_by.date()),
    ):
        assert moment.astimezone(zone).date() == day
