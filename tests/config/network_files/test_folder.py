"""A network folder with faults: each is named with its file, line and field."""

from pathlib import Path

import pytest

from config.network_files.checking import Known
from config.network_files.faults import Fault
from config.network_files.folder import Folder, read_folder
from config.network_files.records import Expert, Network, RecordKind, Resource, WorkingGroup


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path, *, known: Known | None = None) -> Folder:
    return read_folder(folder, known=known or Known())


def only_fault(folder: Path) -> Fault:
    (fault,) = read(folder).faults
    return fault


def place(fault: Fault) -> tuple[str, int, str]:
    return fault.file, fault.line, fault.field


def test_a_collection_with_an_id_a_title_and_a_description_is_enough(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "X-1", "title": "A", "description": "B"}\n')

    (record,) = read(folder).records[RecordKind.RESOURCES]

    assert record == Resource(id="X-1", title="A", description="B")


def test_a_foreign_collection_keeps_its_types_languages_and_documents(folder: Path) -> None:
    line = (
        '{"id": 7, "title": "A", "language": "eng", "type": "Journal Article", "year": "2019",'
        ' "documents": [{"title": "T", "text": "U", "doi": "x"}, "only text"]}'
    )
    write(folder, "experts.jsonl", line)

    (expert,) = read(folder).records[RecordKind.EXPERTS]

    assert isinstance(expert, Expert)
    assert (expert.id, expert.language, expert.type, expert.year) == (
        "7",
        "en",
        "journal_article",
        2019,
    )
    assert [(each.title, each.text) for each in expert.documents] == [("T", "U"), ("", "only text")]


def test_an_unknown_organisation_in_a_group_is_named_with_its_line(folder: Path) -> None:
    write(folder, "organisations.yaml", "- id: IOM\n  name: IOM\n  type: un_entity\n")
    write(
        folder,
        "working_groups.yaml",
        "- id: G1\n  title: First\n  kind: core\n  leads: [IOM]\n  members: [IOM, Atlantis]\n",
    )

    fault = only_fault(folder)

    assert place(fault) == ("working_groups.yaml", 5, "members")
    assert fault.what == "'Atlantis' is not among the organisations"


def test_a_record_with_a_fault_is_checked_for_all_others_in_the_same_run(folder: Path) -> None:
    write(
        folder,
        "organisations.yaml",
        "- {id: IOM, name: IOM, type: nonsense}\n- {id: IOM, name: IOM, type: un_entity}\n",
    )
    write(
        folder,
        "working_groups.yaml",
        "- {id: G1, title: First, kind: nonsense, leads: [IOM, Atlantis]}\n",
    )
    write(folder, "events.yaml", "- {id: E1, name: First, start: yesterday, kind: meeting}\n")

    faults = read_folder(folder).faults

    assert [(*place(fault), fault.what.partition(" ")[0]) for fault in faults] == [
        ("events.yaml", 1, "start", "'yesterday'"),
        ("organisations.yaml", 1, "type", "'nonsense'"),
        ("organisations.yaml", 2, "id", "'IOM'"),
        ("working_groups.yaml", 1, "kind", "'nonsense'"),
        ("working_groups.yaml", 1, "leads", "'Atlantis'"),
    ]


def test_an_organisation_that_the_database_knows_may_be_named(folder: Path) -> None:
    write(folder, "working_groups.yaml", "- {id: G1, title: First, kind: core, leads: [IOM]}\n")
    known = Known({RecordKind.ORGANISATIONS: frozenset({"IOM"})})

    (group,) = read(folder, known=known).records[RecordKind.WORKING_GROUPS]

    assert isinstance(group, WorkingGroup)
    assert group.leads == ("IOM",)


def test_an_expert_of_an_organisation_that_nobody_listed_is_a_note(folder: Path) -> None:
    write(folder, "experts.jsonl", '{"id": "1", "title": "T", "organisation": "Some University"}')

    read_ = read(folder)

    assert not read_.faults
    assert [place(note) for note in read_.notes] == [("experts.jsonl", 1, "organisation")]


def test_an_id_that_stands_twice_names_both_lines(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A"}\n\n{"id": "1", "title": "B"}\n')

    fault = only_fault(folder)

    assert place(fault) == ("resources.jsonl", 3, "id")
    assert "line 1" in fault.what


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", '"soon"'),
        ("year", "12"),
        ("language", '"klingonese"'),
        ("regions", '["Atlantis"]'),
        ("regions", '["Mexico"]'),
        ("countries", '["Atlantis"]'),
        ("gcm_objectives", "[24]"),
        ("gcm_objectives", '["one"]'),
        ("url", '"ftp://example.org/a"'),
        ("url", '"javascript:alert(1)"'),
        ("visibility", '"secret"'),
        ("title", '["a list"]'),
        ("title", "true"),
        ("superseded_by", '"nothing"'),
    ],
)
def test_a_bad_value_is_named_with_its_field(folder: Path, field: str, value: str) -> None:
    values = f'"id": "1", "title": "A", "{field}": {value}'
    write(folder, "resources.jsonl", '{"id": "0", "title": "Good"}\n{' + values + "}\n")

    fault = only_fault(folder)

    assert place(fault) == ("resources.jsonl", 2, field)


def test_a_country_among_the_regions_is_told_where_to_go(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A", "regions": ["Mexico"]}')

    assert only_fault(folder).fix == "Put it under countries"


@pytest.mark.parametrize("start", ["2020-13", "2020-02-30", "spring", "20-01-01"])
def test_a_date_that_does_not_exist_is_a_fault(folder: Path, start: str) -> None:
    write(folder, "events.yaml", f"- id: E\n  name: N\n  kind: meeting\n  start: {start}\n")

    assert place(only_fault(folder)) == ("events.yaml", 4, "start")


def test_an_event_that_ends_before_it_starts_is_a_fault(folder: Path) -> None:
    write(
        folder,
        "events.yaml",
        "- id: E\n  name: N\n  kind: meeting\n  start: 2020-06-02\n  end: 2020-06-01\n",
    )

    assert place(only_fault(folder)) == ("events.yaml", 5, "end")


REVIEWS = "review_calendar"


@pytest.mark.parametrize(
    ("network", "group", "found"),
    [
        ("{opens: 30}", "{}", ("network.yaml", 2, REVIEWS)),
        (
            "{answers: 40, decides: 50}",
            "{opens: 45}",
            ("working_groups.yaml", 4, "review_calendar"),
        ),
        ("{opens: 0}", "{}", ("network.yaml", 2, REVIEWS)),
        ("{opens: soon}", "{}", ("network.yaml", 2, REVIEWS)),
        ("{opened: 3}", "{}", ("network.yaml", 2, REVIEWS)),
    ],
)
def test_a_review_calendar_out_of_order_is_a_fault(
    folder: Path, network: str, group: str, found: tuple[str, int, str]
) -> None:
    write(folder, "network.yaml", f"name: N\nreview_calendar: {network}\n")
    line = f"- id: G1\n  title: G\n  kind: core\n  review_calendar: {group}\n"
    write(folder, "working_groups.yaml", line)

    assert place(only_fault(folder)) == found


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ('{deliverable: "30; 2"}', {"deliverable": "30; 2"}),
        ('{deliverable: "7, 30", call: ""}', {"deliverable": "30, 7; 6", "call": "; 6"}),
    ],
)
def test_the_networks_own_reminders_are_read(
    folder: Path, said: str, read_as: dict[str, str]
) -> None:
    write(folder, "network.yaml", f"name: N\nreminders: {said}\n")
    (network,) = read(folder).records[RecordKind.NETWORK]

    assert isinstance(network, Network)
    assert network.reminders == read_as


@pytest.mark.parametrize(
    "wrong",
    ["30", "{meeting: 30}", '{deliverable: "91"}', '{deliverable: "7; 27"}', '{call: "7;"}'],
)
def test_reminders_that_are_none_are_a_fault_on_their_line(folder: Path, wrong: str) -> None:
    write(folder, "network.yaml", f"name: N\nreminders: {wrong}\n")

    assert place(only_fault(folder)) == ("network.yaml", 2, "reminders")


def test_an_event_within_the_month_in_which_it_starts_is_none(folder: Path) -> None:
    line = "- {id: E, name: N, kind: meeting, start: 2020-06-02, end: 2020-06}\n"
    write(folder, "events.yaml", line)

    assert not read(folder).faults


def test_a_missing_title_is_a_fault_on_the_line_of_the_record(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A"}\n{"id": "2"}\n')

    assert place(only_fault(folder)) == ("resources.jsonl", 2, "title")


@pytest.mark.parametrize("title", ["", "  "])
def test_an_empty_title_borrows_from_the_description(folder: Path, title: str) -> None:
    line = f'{{"id": "1", "title": "{title}", "description": "Some words"}}'
    write(folder, "resources.jsonl", line)

    read_ = read(folder)

    assert [getattr(each, "title", "") for each in read_.records[RecordKind.RESOURCES]] == [
        "Some words"
    ]
    assert [place(note) for note in read_.notes] == [("resources.jsonl", 1, "title")]


def test_a_blank_title_alone_is_a_fault(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "  "}')

    assert place(only_fault(folder)) == ("resources.jsonl", 1, "title")


@pytest.mark.parametrize(
    "line", ['{"id": "1", "title": "A"', "[1, 2]", '{"id": NaN}', "}{", "[" * 100_000]
)
def test_a_line_that_is_no_record_is_named(folder: Path, line: str) -> None:
    write(folder, "resources.jsonl", '{"id": "0", "title": "Good"}\n' + line + "\n")

    assert place(only_fault(folder)) == ("resources.jsonl", 2, "")


@pytest.mark.parametrize("name", ["resources.jsonl", "resources.csv", "experts.yaml"])
def test_a_file_in_another_encoding_is_named_with_its_line(folder: Path, name: str) -> None:
    content = {
        "resources.jsonl": '{"id": "0", "title": "A"}\n{"id": "1", "title": "Déjà"}\n',
        "resources.csv": "id,title\n1,Déjà\n",
        "experts.yaml": "- id: 1\n  title: Déjà\n",
    }[name]
    (folder / name).write_bytes(content.encode("latin-1"))

    fault = only_fault(folder)

    assert place(fault) == (name, 2, "")
    assert "UTF-8" in fault.what


def test_a_byte_order_mark_is_passed_over(folder: Path) -> None:
    (folder / "resources.csv").write_bytes(b"\xef\xbb\xbfid,title\n1,A\n")
    (folder / "experts.jsonl").write_bytes(b'\xef\xbb\xbf{"id": "1", "title": "A"}')

    assert not read(folder).faults


def test_a_table_without_a_column_says_which(folder: Path) -> None:
    write(folder, "resources.csv", "id,name\n1,A\n")

    fault = only_fault(folder)

    assert (fault.file, fault.line, fault.what) == ("resources.csv", 1, "has no column title")


def test_a_table_with_semicolons_between_columns_is_read(folder: Path) -> None:
    write(folder, "resources.csv", "id;title\n1;A, and B\n")

    [resource] = read(folder).records[RecordKind.RESOURCES]

    assert resource == Resource(id="1", title="A, and B")


def test_a_table_keeps_lists_and_languages_in_cells_and_columns(folder: Path) -> None:
    write(
        folder,
        "organisations.csv",
        'id,name,type,names.fr,aliases.fr\nIOM,"IOM,\nthe one",un_entity,OIM,OIM;L\'OIM\n',
    )

    (record,) = read(folder).records[RecordKind.ORGANISATIONS]

    assert getattr(record, "names", None) == {"fr": "OIM"}
    assert getattr(record, "aliases", None) == {"fr": ("OIM", "L'OIM")}
    assert getattr(record, "name", None) == "IOM,\nthe one"


def test_a_fault_after_a_cell_of_several_lines_has_its_own_line(folder: Path) -> None:
    write(folder, "resources.csv", 'id,title,year\n1,"A\nB",2020\n2,C,never\n')

    assert place(only_fault(folder)) == ("resources.csv", 4, "year")


def test_a_row_with_too_many_cells_is_a_fault(folder: Path) -> None:
    write(folder, "resources.csv", "id,title\n1,Migration, work\n")

    assert place(only_fault(folder)) == ("resources.csv", 2, "")


def test_a_field_that_nobody_knows_is_a_note_and_not_a_fault(folder: Path) -> None:
    lines = "".join(f'{{"id": "{n}", "title": "A", "colour": "red"}}\n' for n in range(3))
    write(folder, "resources.jsonl", lines)

    read_ = read(folder)

    assert not read_.faults
    (note,) = read_.notes
    assert place(note) == ("resources.jsonl", 1, "colour")
    assert "3 records" in note.what


def test_a_field_that_is_nearly_one_is_told_which_is_meant(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A", "languages": "fr"}\n')

    (note,) = read(folder).notes

    assert place(note) == ("resources.jsonl", 1, "languages")
    assert note.fix == "Perhaps language is meant"


def test_a_timeline_that_names_no_time_is_noted_with_what_can_be_written(folder: Path) -> None:
    group = "- id: G1\n  title: First\n  kind: core\n  deliverables:\n"
    promised = "    - {{id: {}, text: A guide, timeline: {}}}\n"
    lines = promised.format("D1", "soon-ish") + promised.format("D2", "Q1-Q2 2023")
    write(folder, "working_groups.yaml", group + lines)

    read_ = read(folder)

    assert not read_.faults
    (note,) = read_.notes
    assert place(note) == ("working_groups.yaml", 4, "deliverables")
    assert "'soon-ish' of D1" in note.what
    assert "Q1 2027" in note.fix


def test_on_and_no_and_dates_are_text_in_yaml(folder: Path) -> None:
    write(folder, "experts.yaml", "- id: on\n  title: no\n  description: 2020-06-15\n")

    (expert,) = read(folder).records[RecordKind.EXPERTS]

    assert expert == Expert(id="on", title="no", description="2020-06-15")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- id: 1\n  title: A\n  id: 2\n", 3),
        ("- id: 1\n  title: 'A\n", 3),
        ("- id: &a 1\n  title: *a\n", 1),
        ("- just text\n", 1),
        ("expertise:\n- id: 1\n", 1),
        ("experts: one\n", 1),
        ("text\n", 1),
        ("", 0),
        ("- id: 1\n\ttitle: A\n", 2),
    ],
)
def test_yaml_that_is_no_list_of_records_is_a_fault(folder: Path, text: str, line: int) -> None:
    write(folder, "experts.yaml", text)

    fault = only_fault(folder)

    assert (fault.file, fault.line) == ("experts.yaml", line)


def test_aliases_that_stand_for_billions_are_refused_at_once(folder: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    write(folder, "network.yaml", bomb)

    assert "alias" in only_fault(folder).what


def test_a_folder_that_does_not_exist_is_a_fault(folder: Path) -> None:
    assert only_fault(folder / "nowhere").what == "does not exist"


def test_an_empty_folder_says_what_it_should_hold(folder: Path) -> None:
    assert "resources" in only_fault(folder).fix


def test_files_that_are_none_of_ours_are_noted(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A"}')
    write(folder, "queries.jsonl", "whatever")

    assert [note.file for note in read(folder).notes] == ["queries.jsonl"]


def test_two_files_of_one_kind_are_a_fault(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A"}')
    write(folder, "resources.csv", "id,title\n1,A\n")

    assert "both hold resources" in only_fault(folder).what


def test_one_file_alone_may_be_read(folder: Path) -> None:
    write(folder, "resources.jsonl", '{"id": "1", "title": "A"}')

    assert list(read(folder / "resources.jsonl").records) == [RecordKind.RESOURCES]


def test_only_kinds_with_a_file_are_there(folder: Path) -> None:
    write(folder, "gcm.yaml", "principles: []\n")

    assert read(folder).records == {RecordKind.PRINCIPLES: []}


def test_half_a_character_and_a_nul_do_not_reach_the_database(folder: Path) -> None:
    write(folder, "resources.jsonl", r'{"id": "1", "title": "a\ud83d\u0000b"}')

    (record,) = read(folder).records[RecordKind.RESOURCES]

    assert getattr(record, "title", "") == "a?b"


def test_progress_is_told_every_thousand_records(folder: Path) -> None:
    lines = "".join(f'{{"id": "{n}", "title": "A"}}\n' for n in range(2500))
    write(folder, "resources.jsonl", lines)
    told: list[tuple[RecordKind, int]] = []

    read_folder(folder, progress=lambda kind, done: told.append((kind, done)))

    assert told == [(RecordKind.RESOURCES, 1000), (RecordKind.RESOURCES, 2000)]
