"""Until when something is needed is read from a sentence, in six languages, to the period's end."""

from datetime import date

import pytest

from bot.deadlines import Deadline, read_deadline
from bot.slots import Knowledge, Sentence
from config.folding import tokens
from storage.requests import Precision

MONDAY = date(2026, 11, 23)
KNOWLEDGE = Knowledge()


def read(text: str) -> Deadline | None:
    return read_deadline(Sentence(text, tokens(text), KNOWLEDGE, True, MONDAY), MONDAY)


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("help by March", "2027-03-31", Precision.MONTH),
        ("by 15 March 2027", "2027-03-15", Precision.DAY),
        ("by March 15th", "2027-03-15", Precision.DAY),
        ("by 2027-03-15", "2027-03-15", Precision.DAY),
        ("by 15/03/2027", "2027-03-15", Precision.DAY),
        ("no later than 3 May", "2027-05-03", Precision.DAY),
        ("by Q1 2027", "2027-03-31", Precision.QUARTER),
        ("by the first quarter of 2027", "2027-03-31", Precision.QUARTER),
        ("by 2027", "2027-12-31", Precision.YEAR),
        ("by the end of the year", "2026-12-31", Precision.YEAR),
        ("by end of month", "2026-11-30", Precision.MONTH),
        ("by Friday", "2026-11-27", Precision.DAY),
        ("this week please", "2026-11-29", Precision.DAY),
        ("tomorrow", "2026-11-24", Precision.DAY),
        ("within two weeks", "2026-12-07", Precision.DAY),
        ("in 3 days", "2026-11-26", Precision.DAY),
        ("within a month", "2026-12-23", Precision.DAY),
        ("d'ici mars", "2027-03-31", Precision.MONTH),
        ("d'ici deux semaines", "2026-12-07", Precision.DAY),
        ("d'ici la fin du mois", "2026-11-30", Precision.MONTH),
        ("pour le 1er mars", "2027-03-01", Precision.DAY),
        ("au plus tard le 3 mai 2027", "2027-05-03", Precision.DAY),
        ("avant fin mars", "2027-03-31", Precision.MONTH),
        ("para marzo", "2027-03-31", Precision.MONTH),
        ("en dos semanas", "2026-12-07", Precision.DAY),
        ("a finales de marzo", "2027-03-31", Precision.MONTH),
        ("para el primer trimestre de 2027", "2027-03-31", Precision.QUARTER),
        ("до 15 марта", "2027-03-15", Precision.DAY),
        ("к концу марта", "2027-03-31", Precision.MONTH),
        ("в течение двух недель", "2026-12-07", Precision.DAY),
        ("к 1 кварталу 2027", "2027-03-31", Precision.QUARTER),
        ("بحلول مارس", "2027-03-31", Precision.MONTH),
        ("خلال أسبوعين", "2026-12-07", Precision.DAY),
        ("قبل نهاية الشهر", "2026-11-30", Precision.MONTH),
        ("في غضون ثلاثة أشهر", "2027-02-23", Precision.DAY),
        ("3月15日前", "2027-03-15", Precision.DAY),
        ("2028年3月底前", "2028-03-31", Precision.MONTH),
        ("2028年第一季度前", "2028-03-31", Precision.QUARTER),
        ("两周内", "2026-12-07", Precision.DAY),
        ("年底前", "2026-12-31", Precision.YEAR),
    ],
)
def test_a_deadline_counts_to_the_end_of_what_was_said(
    text: str, on: str, precision: Precision
) -> None:
    found = read(text)

    assert found is not None
    assert (found.on.isoformat(), found.precision) == (on, precision)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("before the 15th", "2026-12-14"),
        ("before March", "2027-02-28"),
        ("avant le 15 mars", "2027-03-14"),
        ("antes del 15 de marzo", "2027-03-14"),
        ("قبل 15 مارس", "2027-03-14"),
    ],
)
def test_before_a_day_is_the_day_before_it(text: str, on: str) -> None:
    found = read(text)

    assert found is not None
    assert found.on.isoformat() == on


@pytest.mark.parametrize(
    "text",
    [
        "data in 2024 on deaths",
        "statistics for 2027",
        "may we ask for help with the May Day march",
        "until 2020",
        "by 31 February",
        "by 3 March 2020",
        "a plan for the next two months of work",
        "objective 5",
    ],
)
def test_not_every_date_is_a_deadline(text: str) -> None:
    assert read(text) is None


def test_of_several_the_first_one_counts() -> None:
    found = read("a draft by 10 January, all of it by March")

    assert found is not None
    assert found.on == date(2027, 1, 10)
