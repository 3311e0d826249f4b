"""How fast papers are found by their text: python bench/bench_papers.py FOLDER (10,000 papers are made there)."""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from armdesk import page_text, workspace
from armdesk.models import Document, Revision
from armdesk.record import new_ids
from armdesk.services.evidence import binder, library, paper_text

_PAPERS, _PAGES, _WORDS_A_PAGE = 10_000, 3, 180
_SEARCHES = ("retorta", "acta asamblea", '"compra de"', "a", "palabra1234", "señalización mina", "zzz nada")


def _texts(chance: random.Random) -> list[str]:
    """Words as letters have them: few stand often, many stand seldom."""
    known = ["la", "de", "acta", "asamblea", "compra", "mina", "seguridad", "señalización", "retorta", "mercurio"]
    known += [f"palabra{number}" for number in range(20_000)]
    weights = [1 / (place + 1) for place in range(len(known))]
    words = chance.choices(known, weights, k=_PAGES * _WORDS_A_PAGE)
    return [" ".join(words[start : start + _WORDS_A_PAGE]) for start in range(0, len(words), _WORDS_A_PAGE)]


def main() -> None:
    """Make the papers, then search."""
    folder, chance = Path(sys.argv[1]), random.Random(7)
    made = workspace.create(folder, author="bench")
    store = made.store
    ids = new_ids(_PAPERS)
    with store.operation("papers", "import") as writer:
        writer.save_many(Document, ({"id": id_, "number": f"D-{place:05d}", "title": f"Papel {place}", "state": "filed",
                                     "kind": "report", "binder_no": f"{place // 200}-{place % 200:03d}"}
                                    for place, id_ in enumerate(ids)))
        writer.save_many(Revision, ({"document": id_, "number": 1, "file_name": f"{place}.pdf", "pages": _PAGES,
                                     "sha256": f"{place:064x}", "media_type": "application/pdf",
                                     "added_on": date(2025, 1, 1)} for place, id_ in enumerate(ids)))
    start = time.perf_counter()
    for place in range(_PAPERS):
        store.keep_text(f"{place:064x}", page_text.READ, _texts(chance))
    print(f"texts of {_PAPERS} papers kept in {time.perf_counter() - start:.1f} s")
    for words in _SEARCHES:
        times, hits = [], 0
        for _round in range(7):
            start = time.perf_counter()
            hits = len(paper_text.find(store, words))
            times.append(time.perf_counter() - start)
        print(f"{words!r:28} {hits:3} hits  median {statistics.median(times) * 1000:6.1f} ms")
    paper = store.get(Document, ids[5_000])
    assert paper is not None
    for name, run in (("facts of a paper", lambda: library.facts(store, paper, date(2026, 1, 1))),
                      ("binders", lambda: binder.binders(store)), ("cited", lambda: library.cited_ids(store))):
        start = time.perf_counter()
        run()
        print(f"{name:28} {(time.perf_counter() - start) * 1000:6.1f} ms")
    made.close()


if __name__ == "__main__":
    main()
