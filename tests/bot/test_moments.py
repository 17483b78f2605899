"""When somebody wants to be reminded, and of what, as it is said in six languages."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.moments import read_asked, read_when
from bot.slots import Knowledge
from bot.understand import understand
from bot.understood import Verb
from config.phrases import Phrases, Words
from handlers.schedules import Asked, Trouble, When

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
"""Friday at noon in Paris."""
ZURICH = "Europe/Zurich"


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    return Knowledge()


def asked(text: str) -> Asked:
    return read_asked(text, knowledge(), now=NOW, zone=PARIS)


@pytest.mark.parametrize(
    ("text", "what", "day", "hour"),
    [
        ("me to ask IOM about the data in two weeks", "ask IOM about the data", "12-11", ""),
        ("me in two weeks to ask IOM about the data", "ask IOM about the data", "12-11", ""),
        ("me tomorrow at 9 to call Ana", "call Ana", "11-28", "9:00"),
        ("me to call Ana next Friday", "call Ana", "12-04", ""),
        ("me to call Ana on Friday", "call Ana", "12-04", ""),
        ("me on Friday at 17:00 to leave", "leave", "11-27", "17:00"),
        ("me on 15 January to send the review", "send the review", "2027-01-15", ""),
        ("me on Jan 5th at 8am to go", "go", "2027-01-05", "8:00"),
        ("me on 15/1 to go", "go", "2027-01-15", ""),
        ("me to read ISO 8601 on 2027-01-15 at 09:00", "read ISO 8601", "2027-01-15", "9:00"),
        ("me in 90 minutes to take a break", "take a break", "11-27", "13:30"),
        (
            "me to read the Monday meeting notes tomorrow",
            "read the Monday meeting notes",
            "11-28",
            "",
        ),
        ("me at 9 to send the paper on Friday", "send the paper", "12-04", "9:00"),
        (
            "me to send 3 files to Ana tomorrow at half past three",
            "send 3 files to Ana",
            "11-28",
            "15:30",
        ),
        ("me at 5 to leave", "leave", "", "17:00"),
        ("me at 9 in the evening to rest", "rest", "", "21:00"),
        ("me to prepare for the IMRF in March", "prepare for the IMRF", "2027-03-01", ""),
        ("me on the first Monday of January to plan", "plan", "2027-01-04", ""),
        ("me at the end of the month to invoice", "invoice", "11-30", ""),
        ("me on the 15th at noon to have lunch", "have lunch", "12-15", "12:00"),
        ("me on 29 February to leap", "leap", "2028-02-29", ""),
        ("me to send the report by Friday", "send the report by Friday", "12-04", ""),
        ("me to pay before 15 January", "pay before 15 January", "2027-01-14", ""),
        ("me this afternoon to call", "call", "", "14:00"),
        ("me on the last day of the month to close", "close", "11-30", ""),
        ("me: call Ana, tomorrow 9:00", "call Ana", "11-28", "9:00"),
        ("me on Thursday at 9.30am to go", "go", "12-03", "9:30"),
        ("el 24 de diciembre al mediodía cenar", "cenar", "12-24", "12:00"),
        ("мне через полчаса выйти", "выйти", "11-27", "12:30"),
        ("мне 1 февраля 2027 года написать", "написать", "2027-02-01", ""),
        ("بعد شهر أن أتصل", "أتصل", "12-27", ""),
        ("بعد أسبوع أن أتصل", "أتصل", "12-04", ""),
        ("me to buy a cake", "buy a cake", "", ""),
        ("me to be at a meeting", "be at a meeting", "", ""),
        ("me to pay 15% of the bill", "pay 15% of the bill", "", ""),
        ("me to ask about the 2027 budget", "ask about the 2027 budget", "", ""),
        ("me 😀😀 tomorrow", "😀😀", "11-28", ""),
        ("me to ping @channel <b>now</b> & all at 9", "ping @channel <b>now</b> & all", "", "9:00"),
        ("moi dans deux semaines de relancer l'OIM", "relancer l'OIM", "12-11", ""),
        ("moi le 3 mars à 10 h de relire le plan", "relire le plan", "2027-03-03", "10:00"),
        ("moi demain à 9h30 d'appeler Ana", "appeler Ana", "11-28", "9:30"),
        ("moi vendredi prochain d'envoyer le rapport", "envoyer le rapport", "12-04", ""),
        ("moi après-demain après-midi", "", "11-29", "14:00"),
        ("moi dans une heure de partir", "partir", "11-27", "13:00"),
        ("en dos semanas preguntar a la OIM", "preguntar a la OIM", "12-11", ""),
        ("el 3 de marzo a las 10 enviar el informe", "enviar el informe", "2027-03-03", "10:00"),
        ("el próximo viernes llamar", "llamar", "12-04", ""),
        ("dentro de una hora salir", "salir", "11-27", "13:00"),
        ("мне через две недели спросить МОМ о данных", "спросить МОМ о данных", "12-11", ""),
        ("мне завтра в 9 позвонить", "позвонить", "11-28", "9:00"),
        ("мне в следующую пятницу отправить отчёт", "отправить отчёт", "12-04", ""),
        ("мне послезавтра в 9 утра", "", "11-29", "9:00"),
        ("ني بعد أسبوعين أن أسأل المنظمة", "أسأل المنظمة", "12-11", ""),
        ("غدا في الساعة 9 أن أتصل", "أتصل", "11-28", "9:00"),
        ("يوم الجمعة القادم أن أتصل", "أتصل", "12-04", ""),
        ("بعد ثلاثة أيام أن أرسل التقرير", "أرسل التقرير", "11-30", ""),
        ("我两周后问国际移民组织数据", "问国际移民组织数据", "12-11", ""),
        ("我明天9点打电话", "打电话", "11-28", "9:00"),
        ("我下周五提交报告", "提交报告", "12-04", ""),
        ("我3月3日上午10点看计划", "看计划", "2027-03-03", "10:00"),
        ("我后天下午3点半打电话", "打电话", "11-29", "15:30"),
    ],
)
def test_what_and_when_are_read_apart(text: str, what: str, day: str, hour: str) -> None:
    found = asked(text)

    assert (found.what, found.when.day, found.when.at) == (what, on(day), at(hour))
    assert found.when.trouble is None


def on(day: str) -> date | None:
    return date.fromisoformat(day if len(day) > 5 else f"2026-{day}") if day else None


def at(hour: str) -> time | None:
    return time.fromisoformat(hour.zfill(5)) if hour else None


@pytest.mark.parametrize(
    ("text", "rule", "hour", "zone"),
    [
        ("كل أول يوم اثنين الساعة 9 بتوقيت جنيف", "MONTHLY;BYDAY=1MO", "9:00", "Europe/Zurich"),
        ("كل يومين", "DAILY;INTERVAL=2", "", ""),
        ("в первый понедельник каждого месяца в 9", "MONTHLY;BYDAY=1MO", "9:00", ""),
        ("每月首个周一", "MONTHLY;BYDAY=1MO", "", ""),
        ("this channel every first Monday at 9 Geneva time", "MONTHLY;BYDAY=1MO", "9:00", ZURICH),
        ("me every weekday at 8", "WEEKLY;BYDAY=MO,TU,WE,TH,FR", "8:00", ""),
        ("me every two weeks", "WEEKLY;INTERVAL=2;BYDAY=FR", "", ""),
        ("me every other Tuesday", "WEEKLY;INTERVAL=2;BYDAY=TU", "", ""),
        ("me monthly on the 15th", "MONTHLY;BYMONTHDAY=15", "", ""),
        ("me every month on the 31st", "MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "", ""),
        ("me the last day of every month", "MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "", ""),
        ("me every Monday and Thursday at 10:15", "WEEKLY;BYDAY=MO,TH", "10:15", ""),
        ("me every last Friday of the month at 3pm", "MONTHLY;BYDAY=-1FR", "15:00", ""),
        ("me every year on 18 December", "YEARLY;BYMONTH=12;BYMONTHDAY=18", "", ""),
        ("me every quarter", "MONTHLY;INTERVAL=3;BYMONTHDAY=27", "", ""),
        (
            "ce canal chaque premier lundi à 9 h heure de Genève",
            "MONTHLY;BYDAY=1MO",
            "9:00",
            ZURICH,
        ),
        ("moi tous les premiers lundis du mois à 9 h", "MONTHLY;BYDAY=1MO", "9:00", ""),
        ("moi tous les lundis et jeudis à 14h", "WEEKLY;BYDAY=MO,TH", "14:00", ""),
        ("moi tous les jours ouvrables à 8 h", "WEEKLY;BYDAY=MO,TU,WE,TH,FR", "8:00", ""),
        ("moi toutes les deux semaines", "WEEKLY;INTERVAL=2;BYDAY=FR", "", ""),
        ("moi le 15 de chaque mois", "MONTHLY;BYMONTHDAY=15", "", ""),
        ("cada primer lunes a las 9 hora de Ginebra", "MONTHLY;BYDAY=1MO", "9:00", ZURICH),
        ("todos los lunes a las 10", "WEEKLY;BYDAY=MO", "10:00", ""),
        (
            "каждый первый понедельник в 9 по женевскому времени",
            "MONTHLY;BYDAY=1MO",
            "9:00",
            ZURICH,
        ),
        ("мне каждый будний день в 8", "WEEKLY;BYDAY=MO,TU,WE,TH,FR", "8:00", ""),
        ("мне 15 числа каждого месяца", "MONTHLY;BYMONTHDAY=15", "", ""),
        ("كل يوم اثنين الساعة 9", "WEEKLY;BYDAY=MO", "9:00", ""),
        ("كل أسبوعين", "WEEKLY;INTERVAL=2;BYDAY=FR", "", ""),
        ("我每天8点检查邮件", "DAILY", "8:00", ""),
        ("我每周一上午9点开会", "WEEKLY;BYDAY=MO", "9:00", ""),
        ("每月第一个周一日内瓦时间9点", "MONTHLY;BYDAY=1MO", "9:00", ZURICH),
    ],
)
def test_what_comes_again_and_again_is_a_rule(text: str, rule: str, hour: str, zone: str) -> None:
    when = asked(text).when

    assert when.repeat is not None
    assert (when.repeat.rule, when.at, when.zone) == (f"FREQ={rule}", at(hour), zone)


@pytest.mark.parametrize(
    ("text", "trouble", "said", "nearest"),
    [
        ("me on 31 February to sleep", Trouble.NO_SUCH_DAY, "31 February", "2027-02-28"),
        ("moi le 31 février", Trouble.NO_SUCH_DAY, "31 février", "2027-02-28"),
        ("мне 31 февраля", Trouble.NO_SUCH_DAY, "31 февраля", "2027-02-28"),
        ("ني 31 فبراير", Trouble.NO_SUCH_DAY, "31 فبراير", "2027-02-28"),
        ("我2月31日付款", Trouble.NO_SUCH_DAY, "2月31日", "2027-02-28"),
        ("me on 29 February 2027 to leap", Trouble.NO_SUCH_DAY, "29 February 2027", "2027-02-28"),
        ("me on 3 March 2020 to travel back", Trouble.PAST, "3 March 2020", "2027-03-03"),
        ("me yesterday to do it", Trouble.PAST, "yesterday", ""),
        ("me to call at 25:00", Trouble.NO_SUCH_HOUR, "25:00", ""),
        ("me every hour to breathe", Trouble.TOO_OFTEN, "", ""),
    ],
)
def test_a_time_that_is_none_is_named(text: str, trouble: Trouble, said: str, nearest: str) -> None:
    when = asked(text).when

    assert (when.trouble, when.said, when.day) == (trouble, said, on(nearest))


@pytest.mark.parametrize(
    ("text", "here"),
    [("this channel tomorrow", True), ("us at 9", True), ("me at 9", False), ("大家明天", True)],
)
def test_whom_it_is_for(text: str, here: bool) -> None:  # noqa: FBT001
    assert asked(text).here is here


def test_a_time_alone_is_told_from_other_words() -> None:
    whole = read_when("tomorrow at 9, Geneva time", knowledge(), now=NOW, zone=PARIS)

    assert whole == When(date(2026, 11, 28), time(9), ZURICH)
    assert read_when("ask Ana tomorrow", knowledge(), now=NOW, zone=PARIS) is None
    assert read_when("", knowledge(), now=NOW, zone=PARIS) is None


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("15-Jan-27", "2027-01-15", ""),
        ("Fri, 15 Jan 2027 09:30:00 GMT", "2027-01-15", "10:30"),
        ("may", "", ""),
        ("ask Ana about room 12", "", ""),
    ],
)
def test_other_ways_to_write_a_day_are_the_library_s(text: str, day: str, hour: str) -> None:
    when = read_when(text, knowledge(), now=NOW, zone=PARIS)

    assert (when and when.day, when and when.at) == (on(day), at(hour))


@given(st.text(max_size=80), st.sampled_from(("me to {} tomorrow", "{}", "me {} at 9", "每天{}")))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_a_fault(text: str, frame: str) -> None:
    found = asked(frame.format(text)).when

    assert found.day is None or found.trouble or found.day >= NOW.date()


@given(st.dates(date(2026, 11, 28), date(2035, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_a_day_that_is_written_out_is_that_day(day: date) -> None:
    for written in (f"{day.day} {day:%B} {day.year}", day.isoformat(), f"{day:%d/%m/%Y}"):
        assert asked(f"me on {written} to go").when.day == day


@given(st.integers(1, 400), st.sampled_from((("days", 1), ("weeks", 7))))
@settings(max_examples=40, deadline=None)
def test_a_span_ahead_is_counted_from_today(count: int, unit: tuple[str, int]) -> None:
    name, days = unit

    assert asked(f"me in {count} {name}").when.day == date(2026, 11, 27) + timedelta(count * days)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_hub_gives_as_an_example_it_can_read(language: str) -> None:
    say = Phrases().say
    hint = say(Words("remind-field-when-hint"), language=language).partition(":")[2].split(";")
    quoted = re.findall("[“«](.+?)[”»]", say(Words("remind-when-unclear"), language=language))
    whole = [read_when(each.strip(), knowledge(), now=NOW, zone=PARIS) for each in (*hint, *quoted)]
    asks = ("remind-what-in-channel", "remind-list-none", "remind-list-here-none")
    said = [say(Words(phrase), language=language).rpartition(": ")[2] for phrase in asks]
    understood = [understand(each, knowledge=knowledge(), today=NOW.date()) for each in said]
    whens = [asked(each.words) for each in understood]

    assert len(whole) == 7
    assert all(each and not each.is_open and each.trouble is None for each in whole)
    assert [each.verb for each in understood] == [Verb.REMIND] * 3
    assert all(each.what and not each.when.is_open for each in whens)
    assert [each.here for each in whens] == [True, False, True]
