"""Records as the documents that search indexes."""

from collections.abc import Collection, Mapping, Sequence

from config.network_files.records import Expert, Resource, WorkingGroup
from storage.requests import Request
from storage.search.documents import Document, Kind, Piece, scopes_of


def resource_documents(
    records: Mapping[str, Resource], *, stale: Collection[str] = ()
) -> list[Document]:
    """`stale` are addresses that did not answer lately."""
    return [_of_resource(each, stale=each.url in stale) for each in records.values()]


def expert_documents(
    records: Mapping[str, Expert], groups: Mapping[str, WorkingGroup]
) -> list[Document]:
    """`groups` by id: those that an expert belongs to speak for them by their titles."""
    return [_of_expert(each, groups) for each in records.values()]


def request_documents(requests: Sequence[Request]) -> list[Document]:
    """By the words of a need, and the concepts that it names; of nobody."""
    return [
        Document(
            kind=Kind.REQUEST,
            record_id=str(each.id),
            title="",
            description=each.need,
            language=each.language or None,
            objectives=tuple(each.objectives),
            regions=tuple(each.regions),
            countries=tuple(each.countries),
            concepts=tuple(each.concepts.values()),
            scopes=frozenset({each.scope}),
        )
        for each in requests
    ]


def _of_resource(record: Resource, *, stale: bool) -> Document:
    return Document(
        kind=Kind.RESOURCE,
        record_id=record.id,
        title=record.title,
        description=record.description,
        text=_with_pieces(record.text, [(each.title, each.text) for each in record.documents]),
        language=record.language,
        year=record.year,
        url=record.url,
        type=record.type,
        publisher=record.publisher,
        objectives=record.gcm_objectives,
        regions=tuple(map(str, record.regions)),
        countries=record.countries,
        scopes=scopes_of(record.visibility, record.working_groups),
        work=record.translation_of or record.same_work,
        superseded_by=record.superseded_by,
        stale=stale,
    )


def _of_expert(record: Expert, groups: Mapping[str, WorkingGroup]) -> Document:
    titles = {each: groups[each].title if each in groups else "" for each in record.working_groups}
    return Document(
        kind=Kind.EXPERT,
        record_id=record.id,
        title=record.title,
        description=record.description,
        text=record.text,
        language=record.language,
        languages=record.languages,
        year=record.year,
        url=record.url,
        type=record.type,
        publisher=record.organisation or record.publisher,
        objectives=record.gcm_objectives,
        regions=tuple(map(str, record.regions)),
        countries=record.countries,
        documents=tuple(Piece(each.title, each.text) for each in record.documents),
        groups=tuple(titles.items()),
        scopes=scopes_of(record.visibility, record.working_groups),
    )


def _with_pieces(text: str, pieces: Sequence[tuple[str, str]]) -> str:
    return "\n".join(filter(None, (text, *(part for piece in pieces for part in piece))))
