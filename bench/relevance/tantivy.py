"""tantivy, to compare with: its own Spanish analysis, any of the words, BM25."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tantivy import Document, Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from bench.relevance.judged import FIRST, Ask, Judged

MEMORY = 50_000_000  # bytes of its writer
CHAIN = (Filter.lowercase(), Filter.stopword("spanish"), Filter.ascii_fold(), Filter.stemmer("spanish"))


@contextmanager
def tantivy(about: Judged) -> Iterator[Ask]:
    """An index of the texts, in memory."""
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for one in CHAIN:
        builder = builder.filter(one)
    analyser = builder.build()
    shape = SchemaBuilder().add_unsigned_field("number", stored=True)
    shape = shape.add_text_field("text", tokenizer_name="spanish_folded")
    schema = shape.build()
    index = Index(schema)
    index.register_tokenizer("spanish_folded", analyser)
    with_texts(index, about)
    searcher = index.searcher()

    def ask(question: str) -> list[int]:
        terms = dict.fromkeys(analyser.analyze(" ".join(re.findall(r"\w+", question))))
        words = [(Occur.Should, Query.term_query(schema, "text", term)) for term in terms]
        hits = searcher.search(Query.boolean_query(words), FIRST).hits
        return [searcher.doc(address)["number"][0] for _score, address in hits]

    yield ask


def with_texts(index: Index, about: Judged) -> None:
    """Put the texts into the index."""
    writer = index.writer(MEMORY, 1)
    for number, (_language, text) in enumerate(about.texts, 1):
        writer.add_document(Document(number=number, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
