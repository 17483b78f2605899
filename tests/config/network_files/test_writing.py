"""What is written reads back as it was, in every format."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.network_files.folder import Folder, read_folder
from config.network_files.records import Expert, Organisation, Record, RecordKind, Resource
from config.network_files.shapes import EXPERTS, ORGANISATIONS, RESOURCES
from config.network_files.writing import write_folder

PRINTABLE = st.characters(exclude_categories=["C", "Z"])
IDS = st.text(PRINTABLE, min_size=1, max_size=20)
TEXTS = st.text(max_size=60)
TITLES = TEXTS.map(lambda each: each if each.replace("\x00", "").strip() else f"{each}A")
LISTS = st.lists(TEXTS, max_size=4)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", "ru", "zh", "uk"])
DOCUMENTS = st.lists(st.fixed_dictionaries({"title": TEXTS, "text": TEXTS}), max_size=2)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"id": IDS, "title": TITLES}, optional=fields)


resources = some(
    description=TEXTS,
    text=TEXTS,
    publisher=TEXTS,
    year=st.integers(1000, 2999),
    language=LANGUAGES,
    areas=LISTS,
    documents=DOCUMENTS,
    gcm_objectives=st.lists(st.integers(1, 23)),
    countries=st.lists(st.sampled_from(["KE", "XK", "MX", "NO"])),
    regions=st.lists(st.sampled_from(["Africa", "Global"])),
).map(RESOURCES.build)
experts = some(
    description=TEXTS,
    languages=st.lists(LANGUAGES),
    monthly_cap=st.integers(0, 9),
    organisation=st.none(),
).map(EXPERTS.build)
organisations = st.fixed_dictionaries(
    {"id": IDS, "name": TITLES, "type": st.just("academia")},
    optional={
        "names": st.dictionaries(LANGUAGES, TEXTS),
        "aliases": st.dictionaries(LANGUAGES, LISTS),
        "exec_committee": st.booleans(),
        "note": TEXTS,
    },
).map(ORGANISATIONS.build)


def by_id(records: Sequence[Any]) -> list[Any]:
    return list({each.id: each for each in records}.values())


def round_trip(records: dict[RecordKind, list[Record]], *, ending: str | None) -> Folder:
    with TemporaryDirectory() as name:
        write_folder(Path(name), records, ending=ending)
        return read_folder(Path(name))


@pytest.mark.parametrize("ending", [None, ".yaml", ".jsonl", ".csv"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(resources, max_size=3),
    st.lists(experts, max_size=3),
    st.lists(organisations, max_size=3),
)
def test_records_read_back_as_they_were_written(
    ending: str | None, a: list[Resource], b: list[Expert], c: list[Organisation]
) -> None:
    records: dict[RecordKind, list[Record]] = {
        RecordKind.RESOURCES: by_id(a),
        RecordKind.EXPERTS: by_id(b),
        RecordKind.ORGANISATIONS: by_id(c),
    }

    folder = round_trip(records, ending=ending)

    assert folder.faults == []
    assert folder.records == records


@given(resources)
def test_equal_records_have_equal_digests_and_others_do_not(record: Resource) -> None:
    same = RESOURCES.build(RESOURCES.whole(record))
    other = RESOURCES.build({**RESOURCES.whole(record), "title": record.title + "!"})

    assert RESOURCES.digest(record) == RESOURCES.digest(same)
    assert RESOURCES.digest(record) != RESOURCES.digest(other)


def test_a_file_of_the_same_kind_in_another_format_goes(tmp_path: Path) -> None:
    records = {RecordKind.EXPERTS: [Expert(id="1", title="A")]}
    write_folder(tmp_path, records, ending=".csv")

    write_folder(tmp_path, records)

    assert [each.name for each in tmp_path.iterdir()] == ["experts.yaml"]


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "thesaurus.yaml").write_text("concepts: []\n")

    write_folder(tmp_path, {RecordKind.EXPERTS: [Expert(id="1", title="A")]})

    assert (tmp_path / "thesaurus.yaml").exists()


def test_languages_stand_in_one_order_whatever_the_database_did_to_it() -> None:
    mixed = {"zh": "丙", "uk": "г", "fr": "b", "en": "a", "ru": "\x00"}
    given_ = {"id": "1", "name": "A", "type": "academia", "names": mixed}

    assert list(ORGANISATIONS.build(given_).names) == ["en", "fr", "zh", "uk"]
