"""The picture of a workplan: what stands where, whatever a plan holds; and that typst draws it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.network_files.records import GroupKind, WorkingGroup
from config.periods import Exactness, Period
from config.phrases import Phrases, Voice
from handlers import typesetting
from handlers.plan_picture import LAYOUT, LINE_COLUMNS, fitted, picture_of, size_of
from handlers.plans import Plan
from storage.workplans import Deliverable, DeliverableState

TODAY = date(2026, 11, 28)
GROUP = WorkingGroup(id="G1", title="Pathways", kind=GroupKind.CORE)
PHRASES = Phrases()
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def deliverable(
    number: int,
    *,
    title: str = "Something",
    period: Period | None = None,
    state: DeliverableState = DeliverableState.PLANNED,
    after: tuple[int, ...] = (),
) -> Deliverable:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Deliverable(
        group_id="G1",
        reference=f"G1-D{number}",
        title=title,
        state=state,
        prerequisites=[f"G1-D{each}" for each in after],
        starts_on=period and period.first,
        due_on=period and period.last,
        exactness=period.exactness if period else Exactness.DAY,
        created_at=now,
        changed_at=now,
    )


def ranges() -> st.SearchStrategy[Period]:
    pairs = st.tuples(DAYS, DAYS).map(sorted)
    return pairs.map(lambda pair: Period(pair[0], pair[1], Exactness.RANGE))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any number of deliverables that wait for any others, in circles too."""
    count = draw(st.integers(0, 12) | st.just(81))
    numbers = st.integers(0, count)
    return Plan(
        [
            deliverable(
                each,
                title=draw(st.text(max_size=40)),
                period=draw(st.none() | ranges()),
                state=draw(st.sampled_from(list(DeliverableState))),
                after=tuple(draw(st.lists(numbers, max_size=3))),
            )
            for each in range(count)
        ],
        TODAY,
    )


@settings(max_examples=25)
@given(plans())
def test_everything_stands_within_the_picture(plan: Plan) -> None:
    scene = picture_of(GROUP, plan, Voice(PHRASES))

    rows, arcs, scale = scene["rows"], scene["arcs"], scene["scale"]
    assert isinstance(rows, list)
    assert isinstance(arcs, list)
    assert isinstance(scale, list)
    assert len(rows) <= 80
    tops = [row["y"] for row in rows]
    assert tops == sorted(set(tops))
    assert all(0 <= row["from"] <= row["to"] <= 1 for row in rows if row["shape"] != "none")
    assert all(0 <= tick["at"] <= 1 for tick in scale)
    assert all(0 <= arc["lane"] < scene["lanes"] for arc in arcs)
    assert all({arc["from"], arc["to"]} <= set(range(len(rows))) for arc in arcs)


@given(st.text(max_size=300))
def test_a_title_is_cut_to_its_place_and_says_so(title: str) -> None:
    shown = fitted(title, LINE_COLUMNS)

    assert len(shown) <= LINE_COLUMNS
    assert shown.endswith("…") or len(shown) <= len(title)


MARKUP = '#emph[x] $y$ \\ *b* _i_ @ref <tag> `raw` // /* = "'
MANY = [
    deliverable(number, period=Period(TODAY, TODAY, Exactness.DAY), after=(number - 1,))
    for number in range(1, 61)
]
CIRCLE = [deliverable(1, after=(2,)), deliverable(2, after=(1,))]
SCRIPTS = [
    deliverable(1, title="إعداد إرشادات بشأن بدائل الاحتجاز"),
    deliverable(2, title="编写关于移民拘留替代办法的指南"),
    deliverable(3, title=MARKUP * 20, period=Period(TODAY, TODAY, Exactness.DAY)),
]


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh", "", "en-GB"])
@pytest.mark.parametrize(
    "deliverables", [[], CIRCLE, SCRIPTS, MANY], ids=["none", "circle", "scripts", "many"]
)
def test_it_is_drawn_as_wide_as_a_phone(deliverables: list[Deliverable], language: str) -> None:
    scene = picture_of(GROUP, Plan(deliverables, TODAY), Voice(PHRASES, language))
    width, height = size_of(typesetting.picture(LAYOUT, scene))

    assert width == 1_080
    assert height < 8_000
