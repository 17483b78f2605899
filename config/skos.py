"""The thesaurus as SKOS in RDF/XML, for other tools; and back (https://www.w3.org/TR/skos-reference/).

RDF/XML is what thesaurus tools exchange, and its flat form is plain XML: no RDF library is needed.
Read is that form: skos:Concept elements, or rdf:Description of that type, with their properties as
child elements. What SKOS has no word for (objectives, traps, ordinary words) travels as skos:note
on the scheme and the concepts, so that an export can be imported again without a loss.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from defusedxml import ElementTree as SafeET
from defusedxml.common import DefusedXmlException

from config.concepts import Concept, Reading, Trap
from config.network_files.faults import BadFolder, Fault
from config.taxonomy import DEFAULT_LANGUAGE, LANGUAGES
from config.thesaurus_file import Contents

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
XML = "http://www.w3.org/XML/1998/namespace"
BASE = "urn:hub:thesaurus:"
"""Names of concepts without an address of their own."""
_NOTE = "hub:"


def write(contents: Contents, *, base: str = BASE) -> bytes:
    """The thesaurus as one RDF/XML document in UTF-8; concepts are named `base` + id."""
    for prefix, space in (("rdf", RDF), ("skos", SKOS), ("dct", DCT)):
        ET.register_namespace(prefix, space)
    root = ET.Element(f"{{{RDF}}}RDF")
    scheme = ET.SubElement(root, f"{{{SKOS}}}ConceptScheme", {f"{{{RDF}}}about": base})
    for note in _scheme_notes(contents):
        _literal(scheme, "note", note)
    for concept in contents.concepts.values():
        _write_concept(root, concept, base)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _write_concept(root: "Element", concept: Concept, base: str) -> None:
    about = {f"{{{RDF}}}about": base + concept.id}
    element = ET.SubElement(root, f"{{{SKOS}}}Concept", about)
    ET.SubElement(element, f"{{{SKOS}}}inScheme", {f"{{{RDF}}}resource": base})
    ET.SubElement(element, f"{{{SKOS}}}notation").text = concept.id
    for language, labels in concept.labels.items():
        for number, label in enumerate(labels):
            _literal(element, "altLabel" if number else "prefLabel", label, language)
    for name, ids in (("broader", concept.broader), ("related", concept.related)):
        for each in ids:
            ET.SubElement(element, f"{{{SKOS}}}{name}", {f"{{{RDF}}}resource": base + each})
    if concept.definition:
        _literal(element, "definition", concept.definition, DEFAULT_LANGUAGE)
    if concept.source:
        ET.SubElement(element, f"{{{DCT}}}source").text = concept.source
    if concept.objectives:
        _literal(element, "note", _NOTE + json.dumps({"objectives": concept.objectives}))


def _scheme_notes(contents: Contents) -> Iterator[str]:
    for trap in contents.traps:
        readings = [[each.concept, *each.near] for each in trap.readings]
        said = {"trap": trap.label, "usual": trap.usual, "readings": readings}
        yield _NOTE + json.dumps(said, ensure_ascii=False)
    if contents.ordinary:
        yield _NOTE + json.dumps({"ordinary": contents.ordinary}, ensure_ascii=False)


def _literal(parent: "Element", name: str, text: str, language: str = "") -> None:
    attributes = {f"{{{XML}}}lang": language} if language else {}
    ET.SubElement(parent, f"{{{SKOS}}}{name}", attributes).text = text


def read(path: Path) -> Contents:
    """The concepts of an RDF/XML file, in its order, in the hub's languages.

    A label that is missing in a language stays missing: the thesaurus file's own check
    names it when the result is written there and loaded.

    Raises:
        BadFolder: it is no XML, holds entities, or holds no concept with a label.
    """
    root = _parsed(path)
    elements = {_name(each): each for each in root if _is_concept(each)}
    ids = {name: _concept_id(name, element) for name, element in elements.items()}
    read_ones = [_read_concept(ids[name], each, ids) for name, each in elements.items()]
    concepts = {each.id: each for each in read_ones if any(each.labels.values())}
    if not concepts:
        fix = "Export as RDF/XML, with skos:prefLabel in at least one language"
        raise BadFolder((Fault(path.name, 0, "", "holds no SKOS concept", fix),))
    notes = [note for element in root for note in _notes(element)]
    return Contents(concepts, tuple(_traps(notes)), tuple(_ordinary(notes)))


def _parsed(path: Path) -> "Element":
    try:
        root: Element = SafeET.fromstring(path.read_bytes())
    except ET.ParseError as error:
        raise BadFolder(
            (Fault(path.name, error.position[0], "", f"is no XML: {error}"),)
        ) from error
    except (DefusedXmlException, OSError) as error:
        raise BadFolder((Fault(path.name, 0, "", f"cannot be read: {error}"),)) from error
    return root


def _is_concept(element: "Element") -> bool:
    if element.tag == f"{{{SKOS}}}Concept":
        return True
    types = element.findall(f"{{{RDF}}}type")
    return any(each.get(f"{{{RDF}}}resource") == f"{SKOS}Concept" for each in types)


def _name(element: "Element") -> str:
    return element.get(f"{{{RDF}}}about") or element.get(f"{{{RDF}}}ID") or ""


def _concept_id(name: str, element: "Element") -> str:
    """The notation if there is one, else the last part of the address."""
    notation = (element.findtext(f"{{{SKOS}}}notation") or "").strip()
    return notation or name.rstrip("/").replace("#", "/").replace(":", "/").rpartition("/")[2]


def _read_concept(concept_id: str, element: "Element", ids: Mapping[str, str]) -> Concept:
    objectives = [each for note in _notes(element) for each in _whole(note.get("objectives"))]
    definition, *_ = [*_texts(element, "definition", DEFAULT_LANGUAGE), ""]
    return Concept(
        id=concept_id,
        labels={language: tuple(_labels(element, language)) for language in LANGUAGES},
        broader=tuple(_links(element, "broader", ids)),
        related=tuple(_links(element, "related", ids)),
        objectives=tuple(objectives),
        definition=definition,
        source=(element.findtext(f"{{{DCT}}}source") or "").strip(),
    )


def _labels(element: "Element", language: str) -> Iterable[str]:
    preferred = list(_texts(element, "prefLabel", language))
    return dict.fromkeys([*preferred, *_texts(element, "altLabel", language)])


def _texts(element: "Element", name: str, language: str) -> Iterator[str]:
    """Literals in a language; a variant (zh-Hans, en-GB) counts as the language."""
    for each in element.findall(f"{{{SKOS}}}{name}"):
        own = (each.get(f"{{{XML}}}lang") or DEFAULT_LANGUAGE).partition("-")[0].lower()
        text = " ".join((each.text or "").split())
        if own == language and text:
            yield text


def _links(element: "Element", name: str, ids: Mapping[str, str]) -> Iterator[str]:
    for each in element.findall(f"{{{SKOS}}}{name}"):
        target = ids.get(each.get(f"{{{RDF}}}resource") or "")
        if target:
            yield target


def _notes(element: "Element") -> Iterator[Mapping[str, object]]:
    """What an export of the hub's own said in notes."""
    for each in element.findall(f"{{{SKOS}}}note"):
        text = each.text or ""
        if not text.startswith(_NOTE):
            continue
        try:
            said = json.loads(text.removeprefix(_NOTE))
        except ValueError:
            continue
        if isinstance(said, dict):
            yield said


def _traps(notes: Iterable[Mapping[str, object]]) -> Iterator[Trap]:
    for note in notes:
        label, readings = note.get("trap"), note.get("readings")
        if isinstance(label, str) and isinstance(readings, list):
            meant = tuple(Reading(*_reading(each)) for each in readings if isinstance(each, list))
            yield Trap(label, meant, str(note.get("usual", "")))


def _reading(said: list[object]) -> tuple[str, tuple[str, ...]]:
    concept, *near = [str(each) for each in said] or [""]
    return concept, tuple(near)


def _ordinary(notes: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for note in notes:
        words = note.get("ordinary")
        yield from (str(each) for each in words) if isinstance(words, list) else ()


def _whole(said: object) -> Iterator[int]:
    yield from (each for each in said if isinstance(each, int)) if isinstance(said, list) else ()
