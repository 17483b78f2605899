"""A workplan as a picture: a timeline with today, states, and what waits for what."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import east_asian_width, name

from config.network_files.records import WorkingGroup
from config.periods import Exactness, Period
from config.phrases import RIGHT_TO_LEFT, Short, Voice, Words
from handlers import typesetting
from handlers.messages import Enclosure, File, FileKind
from handlers.plans import Plan
from storage.base import JsonValue
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

MAKER = "plan"
"""What its enclosures bear; their subject is a group's number and a day."""
LAYOUT = "plan.typ"
MOST_ROWS = 80
CROWDED = 16
"""From so many on, a title has one line."""
LINE, BELOW, CROWDED_BELOW = 14, 26, 21
"""Points: a line of a title, and what stands below it with the space around."""
LINE_COLUMNS, NEXT_COLUMNS = 44, 50
"""Letters of a title in its first line, beside its reference, and in the next; a Chinese sign takes
two."""
MOST_LANES = 5
AROUND = timedelta(days=14)
"""What the scale shows beyond the first and the last day."""
LONGEST_BEFORE, LONGEST_AFTER = timedelta(days=365), timedelta(days=3 * 365)
"""What lies further from today stands at the edge."""
MONTHLY, QUARTERLY = timedelta(days=240), timedelta(days=900)
"""Up to such lengths the scale has months, or quarters."""
YEAR = 4
"""Characters of a span that is said in years alone."""
LEAST_APART = 0.11
"""Between two labels of the scale, as a share of its length."""
_UNSHOWN = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")
"""Emoji and other signs, for which the fonts have no picture."""
STATES = ("done", "started", "planned", "late")


def enclosed(number: int, today: date) -> Enclosure:
    """The picture of the plan of the group with this number, as of a day."""
    return Enclosure(MAKER, f"{number} {today.isoformat()}")


def draw(store: Store, subject: str, voice: Voice) -> Callable[[], File]:
    """See bot/enclosures.py."""
    number, today = subject.split(" ")
    group = store.groups.numbered(int(number))
    plan = Plan(store.workplans.of(group.id), date.fromisoformat(today))
    scene = picture_of(group, plan, voice)
    title = voice.say(Words("plan-picture-title", {"group": group.id}))
    about = voice.say(summary(plan, group.id))
    called = "-".join(f"{group.id} workplan".lower().split())

    def make() -> File:
        png = typesetting.picture(LAYOUT, scene)
        return File(f"{called}.png", title, png, FileKind.IMAGE, about, size_of(png))

    return make


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, https://www.w3.org/TR/png-3/#11IHDR."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def summary(plan: Plan, group_id: str) -> Words:
    """How far a plan is, in one sentence."""
    every = plan.deliverables
    return Words(
        "workplan-shown",
        {
            "group": group_id,
            "count": len(every),
            "done": sum(each.state is DeliverableState.DONE for each in every),
            "overdue": sum(map(plan.is_overdue, every)),
        },
    )


def picture_of(group: WorkingGroup, plan: Plan, voice: Voice) -> dict[str, JsonValue]:
    """What the layout shows: places as shares of the scale, words as they are said."""
    there = [each for each in plan.deliverables if each.state is not DeliverableState.DROPPED]
    shown = there[:MOST_ROWS]
    scale = Scale.of([each.period for each in shown if each.period], plan.today)
    language = typesetting.language_of(voice.language)
    return {
        "lang": language,
        "rtl": language in RIGHT_TO_LEFT,
        "group": group.id,
        "title": group.title,
        "summary": voice.say(Words("plan-picture-summary", summary(plan, group.id).details)),
        "today": {
            "at": scale.place(plan.today) if scale else 0,
            "label": voice.say(Words("plan-picture-today", {"day": Short(plan.today, "MMMd")})),
        },
        "scale": list(_ticks(scale, voice)) if scale else [],
        **_rows(group.id, shown, plan, scale, voice),
        **_explained(shown, plan, voice, left=len(there) - len(shown)),
    }


def _rows(
    group_id: str,
    shown: Sequence[Deliverable],
    plan: Plan,
    scale: "Scale | None",
    voice: Voice,
) -> dict[str, JsonValue]:
    """One below the other, and how tall they are together; `dated`: those that have a date."""
    crowded, endangered = len(shown) > CROWDED, plan.endangered
    rows: list[JsonValue] = []
    tall = dated = 0
    for each in shown:
        row = _row(group_id, each, plan, scale, voice, crowded=crowded)
        rows.append(row | {"y": tall, "risk": each.reference in endangered})
        tall += _height(row, crowded=crowded)
        dated = tall if each.period is not None else dated
    return {"rows": rows, "tall": tall, "dated": dated}


def _explained(
    shown: Sequence[Deliverable], plan: Plan, voice: Voice, *, left: int
) -> dict[str, JsonValue]:
    """What waits for what, and what colours and lines mean; `left` are not shown."""
    endangered = plan.endangered
    arcs = _arcs(shown, endangered)
    at_risk = any(each.reference in endangered for each in shown)
    return {
        "arcs": [
            {"from": start, "to": end, "lane": lane, "danger": danger}
            for start, end, lane, danger in arcs
        ],
        "lanes": 1 + max((each[2] for each in arcs), default=-1),
        "legend": _legend({_state(each, plan) for each in shown}, voice),
        "risk": voice.say(Words("plan-picture-risk")) if at_risk else "",
        "waits": voice.say(Words("plan-picture-waits")) if arcs else "",
        "more": voice.say(Words("plan-picture-more", {"count": left})) if left else "",
    }


@dataclass(frozen=True, slots=True)
class Scale:
    """From the first day that is shown to the last."""

    first: date
    last: date

    @classmethod
    def of(cls, periods: Sequence[Period], today: date) -> "Scale | None":
        """What shows all of them and today; None where nothing has a date."""
        if not periods:
            return None
        first = min(today, *(each.first for each in periods)) - AROUND
        last = max(today, *(each.last for each in periods)) + AROUND
        return cls(max(first, today - LONGEST_BEFORE), min(last, today + LONGEST_AFTER))

    @property
    def length(self) -> timedelta:
        return self.last - self.first

    def place(self, day: date) -> float:
        """From 0 to 1; what is further off stands at the edge."""
        return min(1.0, max(0.0, (day - self.first) / self.length))


def _legend(states: set[str], voice: Voice) -> list[JsonValue]:
    """The states that there are, in their order."""
    there = [each for each in STATES if each in states]
    return [{"state": each, "label": voice.say(Words(f"plan-picture-{each}"))} for each in there]


def _ticks(scale: Scale, voice: Voice) -> Iterator[dict[str, JsonValue]]:
    """Beginnings of months, quarters or years, each with its label where there is room for it."""
    months, shown = (1, "MMM") if scale.length <= MONTHLY else (3, "yQQQ")
    if scale.length > QUARTERLY:
        months, shown = 12, "y"
    before = -1.0
    for day in _beginnings(scale, months):
        place = scale.place(day)
        year = shown == "MMM" and day.month == 1
        label = voice.say(Words("just", {"what": Short(day, "y" if year else shown)}))
        fits = place - before >= LEAST_APART and place <= 1 - LEAST_APART
        yield {"at": place, "label": label if fits else ""}
        before = place if fits else before


def _beginnings(scale: Scale, months: int) -> Iterator[date]:
    for year in range(scale.first.year, scale.last.year + 1):
        for month in range(1, 13, months):
            if scale.first <= (day := date(year, month, 1)) <= scale.last:
                yield day


def _row(
    group_id: str,
    each: Deliverable,
    plan: Plan,
    scale: Scale | None,
    voice: Voice,
    *,
    crowded: bool,
) -> dict[str, JsonValue]:
    state, period = _state(each, plan), each.period
    title = fitted(each.title, LINE_COLUMNS + (0 if crowded else NEXT_COLUMNS))
    row: dict[str, JsonValue] = {
        "ref": each.reference.removeprefix(group_id).lstrip("- ") or each.reference,
        "title": title,
        "text": LINE if sum(_widths(title)) <= LINE_COLUMNS else 2 * LINE,
        "lang": _script(each.title) or typesetting.language_of(voice.language),
        "state": state,
        "when": voice.say(_when(period)),
        "shape": "none",
    }
    if period is not None and scale is not None:
        is_day = period.first == period.last
        row |= {
            "shape": "dot" if is_day else "bar",
            "from": scale.place(period.first),
            "to": scale.place(period.last + timedelta(days=0 if is_day else 1)),
        }
    return row


def _height(row: dict[str, JsonValue], *, crowded: bool) -> int:
    return int(str(row["text"])) + (CROWDED_BELOW if crowded else BELOW)


def _when(period: Period | None) -> Words:
    if period is None:
        return Words("deliverable-undated")
    if period.exactness is Exactness.RANGE and len(period.span.first) == YEAR:
        return Words("just", {"what": period.span})
    shown = {Exactness.MONTH: "yMMM", Exactness.QUARTER: "yQQQ", Exactness.YEAR: "y"}
    return Words("just", {"what": Short(period.last, shown.get(period.exactness, "yMMMd"))})


def _state(each: Deliverable, plan: Plan) -> str:
    return "late" if plan.is_overdue(each) else each.state.value


Arc = tuple[int, int, int, bool]
"""From one row to the one that waits for it, its lane from the rows out, whether it is late."""


def _arcs(shown: Sequence[Deliverable], endangered: dict[str, tuple[str, ...]]) -> list[Arc]:
    """Short ones next to the rows; no two that overlap share a lane as long as there are lanes."""
    place = {each.reference: number for number, each in enumerate(shown)}
    pairs = [
        (place[before], place[each.reference], before in endangered.get(each.reference, ()))
        for each in shown
        for before in each.prerequisites
        if before in place and before != each.reference
    ]
    pairs.sort(key=lambda pair: (abs(pair[1] - pair[0]), pair))
    taken: list[list[tuple[int, int]]] = []
    arcs = []
    for start, end, danger in pairs:
        low, high = min(start, end), max(start, end)
        free = (
            lane
            for lane, others in enumerate(taken)
            if all(high < first or last < low for first, last in others)
        )
        lane = next(free, min(len(taken), MOST_LANES - 1))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        arcs.append((start, end, lane, danger))
    return arcs


def _widths(line: str) -> list[int]:
    return [2 if east_asian_width(sign) in "WF" else 1 for sign in line]


def _script(text: str) -> str:
    """The language by whose signs a title is set, where it is Chinese or Arabic."""
    names = [name(sign, "").partition(" ")[0] for sign in text]
    found = {"CJK": "zh", "ARABIC": "ar"}
    return next((found[each] for each in names if each in found), "")


def fitted(text: str, columns: int) -> str:
    """As much of a title as has room, cut at the end of a word where there is one."""
    line = " ".join(_UNSHOWN.sub(" ", text).split())
    widths = _widths(line)
    if sum(widths) <= columns:
        return line
    kept, spent = 0, 1
    for width in widths:
        if spent + width > columns:
            break
        spent += width
        kept += 1
    cut = line[:kept]
    blank = cut.rfind(" ")
    return (cut[:blank] if blank > kept // 2 else cut).rstrip(" ,;:-–") + "…"
