"""Places and languages are found by the names that people use."""

import pycountry
import pytest

from config.geography import Extent, Geography
from config.taxonomy import LANGUAGES, Commission, Region


@pytest.fixture(scope="module")
def geography() -> Geography:
    return Geography()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("DRC", "CD"),
        ("Palestine", "PS"),
        ("Gaza", "PS"),
        ("Kosovo (UNSCR 1244 (1999))", "XK"),
        ("South Sudan", "SS"),
        ("Guinea-Bissau", "GW"),
        ("Эфиопии", "ET"),
        ("في السودان", "SD"),
        ("بلبنان", "LB"),
        ("在肯尼亚", "KE"),
        ("les Kényans", "KE"),
        ("migrantes venezolanas", "VE"),
        ("العمال المصريين", "EG"),
        ("LAC", "lac"),
        ("América Latina y el Caribe", "lac"),
        ("Corne de l'Afrique", "horn-of-africa"),
        ("Центральной Азии", "143"),
        ("MENA", "mena"),
        ("西非", "011"),
        ("Afrique", "Africa"),
    ],
)
def test_a_place_goes_by_many_names(geography: Geography, text: str, place: str) -> None:
    assert [match.places[0].id for match in geography.find_places(text)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "contact us",
        "family reunion",
        "réunion",
        "того",
        "can",
        "دعم مالي",
        "في البحر",
        "dans",
        "male",
    ],
)
def test_a_word_is_no_place(geography: Geography, text: str) -> None:
    assert geography.find_places(text) == ()


def test_every_country_has_a_continent_and_a_name_in_each_language(geography: Geography) -> None:
    codes = {country.alpha_2 for country in pycountry.countries} - {"AQ"}
    homeless = [code for code in codes if geography.continent_of(code) is None]
    unnamed = [
        (code, language)
        for code in codes
        for language in LANGUAGES
        if geography.name(code, language) == code
    ]

    assert homeless == []
    assert unnamed == []


def test_two_geographies_live_side_by_side(geography: Geography) -> None:
    assert geography.continent_of("TR") is Region.ASIA
    assert geography.commissions_of("TR") == ("ECE", "ECLAC", "ESCAP")
    assert geography.commissions_of("EG") == ("ECA", "ESCWA")
    assert geography.place("ESCWA").extent is Extent.COMMISSION


@pytest.mark.parametrize(
    ("commission", "members"),
    [("ECA", 54), ("ECE", 56), ("ECLAC", 46), ("ESCAP", 53), ("ESCWA", 21)],
)
def test_each_commission_has_its_member_states(
    geography: Geography, commission: str, members: int
) -> None:
    assert len(geography.place(Commission(commission)).countries) == members


def test_kosovo_is_written_with_its_reference(geography: Geography) -> None:
    assert geography.name("XK", "en") == "Kosovo (UNSCR 1244 (1999))"
    assert all("1244" in geography.name("XK", language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in French", "fr"),
        ("بالفرنسية", "fr"),
        ("на арабском", "ar"),
        ("法语", "fr"),
        ("Swahili", "sw"),
        ("en suajili", "sw"),
        ("Dari", "fa"),
        ("francophone", "fr"),
    ],
)
def test_languages_are_found_by_name(geography: Geography, text: str, code: str) -> None:
    assert [found.meanings for found in geography.find_languages(text)] == [(code,)]


def test_a_language_that_names_a_people_too_is_a_doubtful_country(geography: Geography) -> None:
    french, kenyan = (geography.find_places(text)[0] for text in ("French", "Kenyan"))

    assert french.demonym
    assert french.confidence < kenyan.confidence


@pytest.mark.parametrize(
    ("text", "country"),
    [("в Таджикистане", "TJ"), ("из Сенегала", "SN"), ("с Ливаном", "LB"), ("во Вьетнаме", "VN")],
)
def test_russian_names_are_known_in_every_case(text: str, country: str) -> None:
    assert [each.places[0].id for each in Geography().find_places(text)] == [country]
