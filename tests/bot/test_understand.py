"""What a sentence means: verb, search words and filters, in six languages."""

import time
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slots import Knowledge, SlotKind, SlotValue, Types, Years
from bot.understand import understand
from bot.understood import Aspect, Understood, Verb
from config.geography import Territory
from config.lexicon import NAMED
from config.thesaurus import Thesaurus

NETWORK = Path(__file__).parents[2] / "config" / "network"
TODAY = date(2026, 11, 23)
PUBLISHERS = {
    "IOM": ("International Organization for Migration", "OIM", "МОМ", "国际移民组织"),
    "ILO": ("International Labour Organization", "OIT", "МОТ"),
    "WHO": ("World Health Organization", "OMS"),
    "LAS": ("League of Arab States",),
    "MMC": ("Mayors Migration Council",),
}


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    thesaurus = Thesaurus.load(NETWORK / "thesaurus.yaml")
    return Knowledge(thesaurus=thesaurus, publishers=PUBLISHERS)


def read(text: str, *, verb: str | None = None, language: str = "en") -> Understood:
    return understand(text, knowledge=knowledge(), reader_language=language, verb=verb, today=TODAY)


def slots(understood: Understood) -> dict[SlotKind, SlotValue]:
    return {
        slot.kind: slot.value.id if isinstance(slot.value, Territory) else slot.value
        for slot in understood.slots
    }


@pytest.mark.parametrize(
    ("text", "verb", "words"),
    [
        (
            "anything on alternatives to detention for kids?",
            Verb.FIND,
            "alternatives to detention for kids",
        ),
        ("Hi! Could you please show me something on remittances?", Verb.FIND, "remittances"),
        ("who knows about BLMAs in French?", Verb.WHO, "BLMAs"),
        ("do you have an expert on skills partnerships?", Verb.WHO, "skills partnerships"),
        ("who at ILO knows about social protection?", Verb.WHO, "social protection"),
        (
            "avez-vous quelque chose sur la détention des enfants ?",
            Verb.FIND,
            "détention des enfants",
        ),
        (
            "j'ai besoin d'un expert sur la réintégration au Sahel",
            Verb.WHO,
            "réintégration au Sahel",
        ),
        ("¿hay algo sobre alternativas a la detención?", Verb.FIND, "alternativas a la detención"),
        ("¿quién sabe de remesas?", Verb.WHO, "remesas"),
        ("есть ли что-нибудь об альтернативах задержанию?", Verb.FIND, "альтернативах задержанию"),
        ("кто знает о двусторонних соглашениях?", Verb.WHO, "двусторонних соглашениях"),
        ("هل لديكم شيء عن بدائل الاحتجاز للأطفال؟", Verb.FIND, "بدائل الاحتجاز للأطفال"),
        ("من يعرف عن الاتفاقات الثنائية؟", Verb.WHO, "الاتفاقات الثنائية"),
        ("有没有关于儿童拘留替代措施的资料？", Verb.FIND, "儿童拘留替代措施"),
        ("谁了解双边劳务协定？", Verb.WHO, "双边劳务协定"),
        ("expert group meeting on migration data", Verb.FIND, None),
        ("search and rescue", Verb.FIND, None),
        ("A/RES/73/195", Verb.FIND, None),
    ],
)
def test_a_plain_sentence_asks_for_resources_or_for_people(
    text: str, verb: Verb, words: str | None
) -> None:
    understood = read(text)

    assert understood.verb is verb
    assert understood.words == (text if words is None else words)
    assert understood.alternatives == ()


MESSY = [
    ("do we have guidance for labour inspectors?", Verb.FIND, "guidance for labour inspectors"),
    (
        "need smth on climate refugees in pacific islands",
        Verb.FIND,
        "climate refugees in pacific islands",
    ),
    ("whos the best person to ask about consular protection", Verb.WHO, "consular protection"),
    (
        "who can help us draft a national implementation plan",
        Verb.WHO,
        "draft a national implementation plan",
    ),
    ("Anyone know about portability of pensions?", Verb.WHO, "portability of pensions"),
    (
        "I'd like to speak to someone about trafficking in Myanmar",
        Verb.WHO,
        "trafficking in Myanmar",
    ),
    (
        "how many migrants died in the Mediterranean in 2023",
        Verb.FIND,
        "how many migrants died in the Mediterranean",
    ),
    (
        "qui est le point focal de l'OIT pour le recrutement équitable ?",
        Verb.WHO,
        "recrutement équitable",
    ),
    (
        "y a-t-il un guide sur la protection consulaire ?",
        Verb.FIND,
        "guide sur la protection consulaire",
    ),
    (
        "existe-t-il des formations en français sur la traite ?",
        Verb.FIND,
        "formations sur la traite",
    ),
    ("necesito un especialista en trata que hable inglés", Verb.WHO, "trata"),
    (
        "guías sobre contratación publicadas por la OIT después de 2018",
        Verb.FIND,
        "guías sobre contratación",
    ),
    ("¿Quién trabaja con niños no acompañados?", Verb.WHO, "niños no acompañados"),
    ("ищу специалиста по торговле людьми, говорящего по-русски", Verb.WHO, "торговле людьми"),
    ("есть ли руководства по найму на русском языке?", Verb.FIND, "руководства по найму"),
    ("кто отвечает за консульскую защиту в МОМ?", Verb.WHO, "консульскую защиту"),
    ("أبحث عن دليل حول التوظيف العادل باللغة العربية", Verb.FIND, "دليل حول التوظيف العادل"),
    ("أريد خبيرا في الاتجار بالأشخاص يتحدث الإنجليزية", Verb.WHO, "الاتجار بالأشخاص"),
    ("有没有中文的公平招聘指南？", Verb.FIND, "公平招聘指南"),
    ("2021年以后关于回返的阿拉伯文文件", Verb.FIND, "回返"),
    ("谁能帮助我们制定国家执行计划？", Verb.WHO, "制定国家执行计划"),
]


@pytest.mark.parametrize(("text", "verb", "words"), MESSY)
def test_what_is_searched_for_is_the_topic_alone(text: str, verb: Verb, words: str) -> None:
    understood = read(text)

    assert (understood.verb, understood.words) == (verb, words)


@pytest.mark.parametrize(
    ("verb", "aspect", "said"),
    [
        (Verb.GREETING, None, ["hello", "Bonjour !", "hola", "привет", "مرحبا", "你好"]),
        (Verb.THANKS, None, ["thanks!", "merci beaucoup", "gracias", "спасибо", "شكرا", "谢谢"]),
        (
            Verb.HELP,
            None,
            [
                "what can you do",
                "help",
                "que pouvez-vous faire ?",
                "¿qué puedes hacer?",
                "что ты умеешь?",
                "ماذا يمكنك أن تفعل؟",
                "你能做什么？",
            ],
        ),
        (
            Verb.ME,
            Aspect.FORGET,
            ["Forget me", "oubliez-moi", "olvídame", "забудь меня", "انسني", "忘记我"],
        ),
        (
            Verb.ME,
            Aspect.SHOW,
            [
                "what do you know about me?",
                "mes données",
                "mis datos",
                "кто я",
                "بياناتي",
                "我的资料",
            ],
        ),
    ],
)
def test_a_whole_sentence_may_be_a_greeting_or_about_oneself(
    verb: Verb, aspect: Aspect | None, said: list[str]
) -> None:
    understood = [read(text) for text in said]

    assert [(each.verb, each.aspect) for each in understood] == [(verb, aspect)] * len(said)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my language is French", "fr"),
        ("answer in Spanish please", "es"),
        ("ma langue est le français", "fr"),
        ("mi idioma es el español", "es"),
        ("мой язык русский", "ru"),
        ("لغتي هي العربية", "ar"),
        ("我的语言是中文", "zh"),
        ("me language French", "fr"),
        ("moi langue français", "fr"),
        ("yo idioma español", "es"),
        ("я язык русский", "ru"),
        ("أنا لغة العربية", "ar"),
        ("我语言中文", "zh"),
        ("говори со мной по-русски", "ru"),
    ],
)
def test_a_language_is_set_in_a_sentence(text: str, language: str) -> None:
    understood = read(text)

    assert (understood.verb, understood.aspect) == (Verb.ME, Aspect.LANGUAGE)
    assert slots(understood) == {SlotKind.LANGUAGE: language}


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("me time zone Nairobi", Aspect.TIME_ZONE),
        ("me link ABCD-EFGH", Aspect.LINK),
        ("me link", Aspect.LINK),
        ("me forget", Aspect.FORGET),
        ("hi, me language French", Aspect.LANGUAGE),
        ("me and my family need help", None),
        ("profile of migrants", None),
        ("me language policy", None),
    ],
)
def test_what_follows_me_is_read_as_after_the_command(text: str, aspect: Aspect | None) -> None:
    assert read(text).aspect is aspect


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("returns in French", SlotKind.LANGUAGE, "fr"),
        ("retornos en español", SlotKind.LANGUAGE, "es"),
        ("возвращение на французском языке", SlotKind.LANGUAGE, "fr"),
        ("العودة بالفرنسية", SlotKind.LANGUAGE, "fr"),
        ("会讲法语的汇款专家", SlotKind.LANGUAGE, "fr"),
        ("French-speaking experts on trafficking", SlotKind.LANGUAGE, "fr"),
        ("experts francophones sur la traite", SlotKind.LANGUAGE, "fr"),
        ("remittances in the Ivory Coast", SlotKind.COUNTRY, "CI"),
        ("эксперт по реинтеграции в Кении", SlotKind.COUNTRY, "KE"),
        ("returns to Central Asia", SlotKind.REGION, "143"),
        ("retour au Sahel", SlotKind.REGION, "sahel"),
        ("remittances since 2022", SlotKind.YEARS, Years(2022, None)),
        ("returns newer than 2023", SlotKind.YEARS, Years(2024, None)),
        ("returns not older than 2023", SlotKind.YEARS, Years(2023, None)),
        ("returns older than 2020", SlotKind.YEARS, Years(None, 2019)),
        ("returns no later than 2020", SlotKind.YEARS, Years(None, 2020)),
        ("retours plus récents que 2023", SlotKind.YEARS, Years(2024, None)),
        ("retornos anteriores a 2020", SlotKind.YEARS, Years(None, 2019)),
        ("возвращение новее 2023 года", SlotKind.YEARS, Years(2024, None)),
        ("возвращение не позднее 2020 года", SlotKind.YEARS, Years(None, 2020)),
        ("العودة بعد عام 2022", SlotKind.YEARS, Years(2023, None)),
        ("汇款 2020年之前", SlotKind.YEARS, Years(None, 2019)),
        ("returns newer than last year", SlotKind.YEARS, Years(2026, None)),
        ("returns before this year", SlotKind.YEARS, Years(None, 2025)),
        ("remesas 2019-2021", SlotKind.YEARS, Years(2019, 2021)),
        ("returns between 2019 and 2021", SlotKind.YEARS, Years(2019, 2021)),
        ("التحويلات منذ عام 2022", SlotKind.YEARS, Years(2022, None)),
        ("汇款 2020年以来", SlotKind.YEARS, Years(2020, None)),
        ("returns last year", SlotKind.YEARS, Years(2025, 2025)),
        ("returns since last year", SlotKind.YEARS, Years(2025, None)),
        ("latest on detention", SlotKind.NEWEST, "newest"),
        ("objective 13", SlotKind.OBJECTIVE, 13),
        ("цель 13", SlotKind.OBJECTIVE, 13),
        ("目标13", SlotKind.OBJECTIVE, 13),
        ("remittances by IOM", SlotKind.PUBLISHER, "IOM"),
        ("guide de l'OIM sur le retour", SlotKind.PUBLISHER, "IOM"),
        ("доклад МОМ о возвращении", SlotKind.PUBLISHER, "IOM"),
        ("国际移民组织的报告", SlotKind.PUBLISHER, "IOM"),
        ("WHO guidance on migrant health", SlotKind.PUBLISHER, "WHO"),
        ("someone from ILO who works on recruitment", SlotKind.ORGANISATION, "ILO"),
    ],
)
def test_filters_are_read_from_the_sentence(text: str, kind: SlotKind, value: SlotValue) -> None:
    assert slots(read(text))[kind] == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A/RES/2019/195", SlotKind.YEARS),
        ("2030 Agenda and migration", SlotKind.YEARS),
        ("1951 Convention", SlotKind.YEARS),
        ("sustainable development goal 8", SlotKind.OBJECTIVE),
        ("SDG 10.7", SlotKind.OBJECTIVE),
        ("the role of IOM in returns", SlotKind.PUBLISHER),
        ("las remesas", SlotKind.PUBLISHER),
        ("French Guiana", SlotKind.LANGUAGE),
        ("family reunion", SlotKind.COUNTRY),
        ("contact us", SlotKind.COUNTRY),
        ("New York Declaration", SlotKind.NEWEST),
    ],
)
def test_what_merely_looks_like_a_filter_is_left_alone(text: str, kind: SlotKind) -> None:
    assert kind not in slots(read(text))


def test_a_filter_shows_where_it_was_read() -> None:
    text = "  reports in French on BLMAs since 2022 by IOM"
    understood = read(text)

    assert [text[slot.start : slot.end] for slot in understood.slots] == [
        "reports",
        "in French",
        "since 2022",
        "by IOM",
    ]
    assert understood.words == "reports on BLMAs"


def test_a_kind_of_resource_asks_for_the_types_that_come_near() -> None:
    value = slots(read("toolkit for consular staff"))[SlotKind.TYPE]

    assert isinstance(value, Types)
    assert value.types[0] == "toolkit"
    assert "handbook" in value.types


def test_several_objectives_are_several_filters() -> None:
    understood = read("objectives 5, 6 and 13")

    assert [slot.value for slot in understood.slots] == [5, 6, 13]
    assert understood.words == ""


@pytest.mark.parametrize(
    "text",
    [
        "returns Spanish",
        "I need something for return counselling",
        "necesitamos la reintegración",
        "who is a migrant",
        "who guidance on migrant health",
        "reports for experts on labour migration",
    ],
)
def test_a_doubtful_sentence_is_asked_about(text: str) -> None:
    understood = read(text)

    assert [each.verb for each in understood.alternatives][:2] == [Verb.FIND, Verb.WHO]


def test_the_choices_of_a_bare_language_both_keep_it() -> None:
    choices = read("returns Spanish").alternatives

    assert {choice.words for choice in choices} == {"returns"}
    assert [choice.slots[0].value for choice in choices] == ["es", "es"]


@pytest.mark.parametrize(
    ("text", "language", "nearest"),
    [
        ("/fnd remittances", "en", Verb.FIND),
        ("/serch remittances", "en", Verb.FIND),
        ("/cherchr envois de fonds", "fr", Verb.FIND),
        ("/whoo remittances", "en", Verb.WHO),
        ("hlep", "en", Verb.HELP),
        ("найтти", "ru", Verb.FIND),
    ],
)
def test_an_unknown_verb_gets_the_nearest_offered(text: str, language: str, nearest: Verb) -> None:
    understood = read(text, language=language)

    assert understood.verb is Verb.UNKNOWN
    assert understood.alternatives[0].verb is nearest


def test_the_nearest_verb_reads_filters_at_their_places() -> None:
    text = "serch remittances in French"
    choice = read(text).alternatives[0]

    assert (choice.verb, choice.words) == (Verb.FIND, "remittances")
    assert [text[slot.start : slot.end] for slot in choice.slots] == ["in French"]


@pytest.mark.parametrize("verb", ["find", "FIND", "chercher", "buscar", "найти", "ابحث", "查找"])
def test_a_verb_goes_by_its_name_in_each_language(verb: str) -> None:
    understood = read("remittances", verb=verb)

    assert (understood.verb, understood.words) == (Verb.FIND, "remittances")


@pytest.mark.parametrize("words", ["thanks", "hello world programs", "please please me", "all"])
def test_what_follows_a_command_is_searched_for_even_if_it_is_a_courtesy(words: str) -> None:
    assert words.endswith(read(words, verb="find").words)
    assert read(words, verb="find").words


def test_every_command_is_understood_without_its_slash_and_alone() -> None:
    names = [name for wish in NAMED for name in knowledge().lexicon.names(wish)]

    assert "remind" in names
    assert {name for name in names if read(name).verb is Verb.UNKNOWN} == set()


def test_a_typed_command_needs_no_further_lead_in() -> None:
    understood = read("/who@hub_bot child detention in Spanish")

    assert (understood.verb, understood.words) == (Verb.WHO, "child detention")
    assert slots(understood) == {SlotKind.LANGUAGE: "es"}


@pytest.mark.parametrize(
    "text",
    [
        "what is a BLMA?",
        "what does ATD mean",
        "qu'est-ce que la réintégration ?",
        "¿qué es la reintegración?",
        "что такое реинтеграция",
        "ما هي بدائل الاحتجاز؟",
        "什么是移民拘留？",
    ],
)
def test_a_question_for_a_definition_names_its_concept(text: str) -> None:
    understood = read(text)

    assert understood.asks_definition
    assert len(understood.concepts) == 1


def test_a_question_about_a_concept_somewhere_is_none_for_its_definition() -> None:
    assert not read("what are the alternatives to detention in Thailand?").asks_definition


def test_an_acronym_of_two_organisations_is_no_publisher_filter() -> None:
    understood = read("MMC reports")

    assert understood.slots[0].confidence < 0.8
    assert understood.words == "MMC reports"


@pytest.mark.parametrize("text", ["", "   ", "👍👍", "?!", "\u200b\u202e", "\x00\x07"])
def test_nothing_said_is_nothing_understood(text: str) -> None:
    assert read(text).verb is Verb.UNKNOWN


def test_a_very_long_text_takes_no_longer_than_a_moment() -> None:
    read("warm up the indexes")
    text = "who knows about remittances in French since 2022 " * 1000
    started = time.process_time()
    understood = read(text[:40_000])

    assert understood.verb is Verb.WHO
    assert time.process_time() - started < 1


SAID = """
who knows about find in French since 2022 2019-2021 objective 13 IOM by Sahel
кто в Кении من يعرف 谁 了解 法语 ¿quién /find / me forget - latest objectives 5, 6 and
"""
INVISIBLE = ("\u202e", "\u200f", "\U0001f468\u200d\U0001f469", "\x00")
PIECES = st.sampled_from((*SAID.split(), *INVISIBLE))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=15).map(" ".join)))
def test_whatever_is_typed_is_read_and_spans_stay_inside(text: str) -> None:
    understood = read(text)
    spans = [(slot.start, slot.end) for slot in understood.slots]
    spans += [(concept.start, concept.end) for concept in understood.concepts]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert understood.words.isprintable() or not understood.words


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.text(max_size=12))
def test_whatever_follows_a_command_is_read(text: str, verb: str) -> None:
    assert isinstance(read(text, verb=verb or None), Understood)


def test_indexes_are_built_ahead_even_without_a_thesaurus() -> None:
    bare = Knowledge()
    bare.warm()

    assert understand("remittances in Kenya", knowledge=bare).words == "remittances in Kenya"


@pytest.mark.parametrize(
    "written", ["alter\u200bnatives to deten\u200dtion", "\u202ealternatives\u202c to detention"]
)
def test_a_character_that_is_not_seen_parts_no_word(written: str) -> None:
    assert understand(written, knowledge=Knowledge()).words == "alternatives to detention"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("remind me to ask IOM in two weeks", "me to ask IOM in two weeks"),
        ("Could you please remind me tomorrow? Thanks!", "me tomorrow"),
        ("in two weeks, remind me to ask IOM", "me to ask IOM in two weeks"),
        ("rappelle-moi demain d'appeler Ana", "moi demain d'appeler Ana"),
        ("recuérdame llamar a Ana", "llamar a Ana"),
        ("напомни мне завтра позвонить", "мне завтра позвонить"),
        ("ذكرني غدا", "غدا"),
        ("两周后提醒我问国际移民组织", "我问国际移民组织 两周后"),
    ],
)
def test_a_wish_to_be_reminded(text: str, words: str) -> None:
    understood = read(text)

    assert (understood.verb, understood.words.strip(" ?")) == (Verb.REMIND, words)


@pytest.mark.parametrize(
    "text",
    [
        "reminders of migrants' rights",
        "I want you to remind states of their obligations",
        "rappeler les droits des migrants",
        "recordar los derechos de los migrantes",
        "提醒外来务工人员权利",
        "ذكر حقوق المهاجرين",
        "what is due process for migrants",
        "due to climate change people move",
        "what's next for the GCM",
    ],
)
def test_what_only_looks_like_a_reminder_is_searched_for(text: str) -> None:
    assert read(text).verb is Verb.FIND


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("requests about recruitment fees", "recruitment fees"),
        ("has anybody asked about alternatives to detention?", "alternatives to detention"),
        ("y a-t-il des demandes sur le retour ?", "retour"),
        ("¿hay solicitudes sobre remesas?", "remesas"),
        ("есть ли запросы о денежных переводах?", "денежных переводах"),
        ("طلبات بشأن بدائل الاحتجاز", "بدائل الاحتجاز"),
        ("有没有人问过汇款", "汇款"),
        ("关于汇款的求助", "汇款"),
    ],
)
def test_what_others_asked_for_is_asked_for_in_six_languages(text: str, words: str) -> None:
    understood = read(text)

    assert understood.verb is Verb.SIMILAR
    assert words in understood.words


@pytest.mark.parametrize("text", ["asylum requests", "requests for asylum", "my requests"])
def test_a_request_that_is_a_topic_stays_one(text: str) -> None:
    assert read(text).verb is not Verb.SIMILAR
