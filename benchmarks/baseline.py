"""Plain BM25 as an engine has it out of the box: what search is measured against."""

from collections.abc import Iterable

import tantivy


class Baseline:
    """tantivy's default analyser over title and text, all words optional, no filters."""

    def __init__(self, records: Iterable[tuple[str, str]]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(15_000_000, 1)
        for record_id, text in records:
            writer.add_document(tantivy.Document(id=record_id, text=text))
        writer.commit()
        self._index.reload()
        simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        self._analyser = simple.filter(tantivy.Filter.lowercase()).build()

    def find(self, text: str, *, limit: int) -> list[str]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", word))
            for word in dict.fromkeys(self._analyser.analyze(text))
        ]
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        return [str(searcher.doc(at).get_first("id")) for _, at in hits]
