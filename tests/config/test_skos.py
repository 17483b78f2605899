"""A thesaurus goes out as SKOS and comes back as it was."""

from pathlib import Path

import pytest

from config import skos, thesaurus_file
from config.network_files.faults import BadFolder

THESAURUS = Path(__file__).parents[2] / "config" / "network" / "thesaurus.yaml"


def test_an_export_imports_without_a_loss(tmp_path: Path) -> None:
    contents = thesaurus_file.read(THESAURUS)
    exported = tmp_path / "thesaurus.rdf"
    exported.write_bytes(skos.write(contents))

    assert skos.read(exported) == contents


def test_what_another_tool_wrote_is_read(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.rdf"
    foreign.write_text(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
                    xmlns:skos="http://www.w3.org/2004/02/skos/core#">
          <rdf:Description rdf:about="http://example.org/terms#c_4">
            <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
            <skos:prefLabel xml:lang="zh-Hans">汇款</skos:prefLabel>
            <skos:prefLabel xml:lang="en">remittances</skos:prefLabel>
            <skos:altLabel xml:lang="de">Rimessen</skos:altLabel>
            <skos:broader rdf:resource="http://example.org/terms#elsewhere"/>
          </rdf:Description>
        </rdf:RDF>""",
        encoding="utf-8",
    )
    concept = skos.read(foreign).concepts["c_4"]

    assert concept.labels["zh"] == ("汇款",)
    assert concept.labels["en"] == ("remittances",)
    assert concept.broader == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("not xml", 1),
        ("<a>\n<b></a>", 2),
        ("<a/>", 0),
        ('<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>', 0),
    ],
)
def test_a_file_that_is_no_skos_is_refused_by_name(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "broken.rdf"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadFolder) as refused:
        skos.read(file)
    fault = refused.value.faults[0]

    assert (fault.file, fault.line) == ("broken.rdf", line)
