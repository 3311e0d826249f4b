"""The texts that stand in kept files, page by page, and the index by which their words are found.

They follow from the files: no record, no history, in no pack, and read again at any time.  A file is known by its
SHA-256, so the same content is read once under however many names.  A file that was read stands in search_file with
what came of it, its pages in search_page; search_text leads from words, or how they begin, to pages, accents or not.
A server has no search_text: it is asked with LIKE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from armdesk import sql

READ, NO_TEXT, CUT, UNREADABLE, PROTECTED, TOO_LARGE, NO_KIND = (
    "read", "none", "cut", "unreadable", "protected", "large", "kind")
"""What came of reading a file: its text, no text in it, its text up to a limit; or why it was not read."""
OPEN_MARK, CLOSE_MARK = "\x02", "\x03"
"""Stand around each word that was found, in what is shown of a page."""
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SHOWN_WORDS = 18
_MOST_WORDS = 12
_RANKED = 3_000
"""Pages that are ranked by how well they fit."""


@dataclass(frozen=True)
class PageHit:
    """A page on which all words stand.  Shape: document and revision are ids; snippet carries the marks."""

    document: str
    revision: str
    page: int
    snippet: str
    title: str
    number: str
    pages: int


def is_kept(db: Any) -> bool:
    """Whether the file has these tables: one that is older and open for reading only has not."""
    return not hasattr(db, "pragma") or sql.run(
        db, "SELECT count(*) FROM sqlite_master WHERE name = 'search_file'").fetchone()[0] == 1


def waiting(db: Any, most: int = 50) -> list[tuple[str, str]]:
    """Files in use that nobody has read yet, the newest first: (SHA-256, kind of file)."""
    if not is_kept(db):
        return []
    rows = sql.run(db, "SELECT r.sha256, r.media_type FROM revision r JOIN document d ON d.id = r.document "
                       "WHERE r.trashed = 0 AND d.trashed = 0 AND r.sha256 IS NOT NULL AND NOT EXISTS "
                       "(SELECT 1 FROM search_file f WHERE f.sha256 = r.sha256) ORDER BY r.id DESC LIMIT ?", (most,))
    return list(dict(tuple(row) for row in rows.fetchall()).items())


def keep(db: Any, sha256: str, state: str, pages: Sequence[str]) -> None:
    """Keep what was read of a file in place of what was known, in one short transaction."""
    with db.atomic("IMMEDIATE"):
        forget(db, sha256)
        number = int(sql.run(db, "SELECT coalesce(max(number), 0) FROM search_page").fetchone()[0])
        rows = [(number + place, sha256, page, text)
                for place, (page, text) in enumerate(((page, text) for page, text in enumerate(pages, 1) if text), 1)]
        sql.run_many(db, "INSERT INTO search_page (number, sha256, page, text) VALUES (?, ?, ?, ?)", rows)
        if hasattr(db, "pragma"):
            sql.run_many(db, "INSERT INTO search_text (rowid, text) VALUES (?, ?)",
                         [(row[0], row[3]) for row in rows])
        sql.run(db, "INSERT INTO search_file (sha256, state, pages) VALUES (?, ?, ?)", (sha256, state, len(pages)))


def forget(db: Any, sha256: str) -> None:
    """Forget the text of a file, such as one that was removed; inside a transaction."""
    if hasattr(db, "pragma"):
        rows = sql.run(db, "SELECT number, text FROM search_page WHERE sha256 = ?", (sha256,)).fetchall()
        sql.run_many(db, "INSERT INTO search_text (search_text, rowid, text) VALUES ('delete', ?, ?)",
                     [(number, text) for number, text in rows])
    sql.run(db, "DELETE FROM search_page WHERE sha256 = ?", (sha256,))
    sql.run(db, "DELETE FROM search_file WHERE sha256 = ?", (sha256,))


def state(db: Any, sha256: str) -> tuple[str, int]:
    """What came of reading a file and how many pages were read; ("", 0) while it waits."""
    if not is_kept(db):
        return "", 0
    row = sql.run(db, "SELECT state, pages FROM search_file WHERE sha256 = ?", (sha256,)).fetchone()
    return (str(row[0]), int(row[1])) if row else ("", 0)


def counts(db: Any) -> tuple[int, int]:
    """How many files were read, and how many still wait."""
    if not is_kept(db):
        return 0, 0
    read = int(sql.run(db, "SELECT count(*) FROM search_file").fetchone()[0])
    return read, len(waiting(db, 10_000))


def find(db: Any, words: str, most: int = 50, level: str = "") -> list[PageHit]:
    """Pages on which all words stand, the best first: each word may be the beginning of one; in quotes, words in a row.

    Of a paper with several files only the newest is searched; with a level of confidentiality only papers of that.
    """
    wanted = asked_for(words)
    if not wanted or not is_kept(db):
        return []
    on_sqlite = hasattr(db, "pragma")
    if on_sqlite:
        # To rank thousands of pages takes long and says little: then the last that were read come first.
        order = "rowid DESC" if _stands_often(db, wanted) else "rank"
        column = "-rowid" if order != "rank" else order
        inner = (f"SELECT rowid AS number, {column} AS place, snippet(search_text, 0, ?, ?, '…', ?) AS shown "  # noqa: S608 - one of two words
                 f"FROM search_text WHERE search_text MATCH ? ORDER BY {order} LIMIT ?")
        values: list[Any] = [OPEN_MARK, CLOSE_MARK, _SHOWN_WORDS, _match(wanted), 4 * most]
    else:
        inner = ("SELECT number, number AS place, substr(text, 1, 160) AS shown FROM search_page WHERE "  # noqa: S608 - marks only
                 + " AND ".join("lower(text) LIKE ?" for _each in wanted))
        values = [f"%{' '.join(each).lower()}%" for each in wanted]
    rows = sql.run(db, f"SELECT d.id, r.id, p.page, h.shown, d.title, d.number, r.pages FROM ({inner}) h "  # noqa: S608 - marks only
                       "JOIN search_page p ON p.number = h.number JOIN revision r ON r.sha256 = p.sha256 "
                       "JOIN document d ON d.id = r.document WHERE r.trashed = 0 AND d.trashed = 0 "
                       "AND (? = '' OR coalesce(d.confidentiality, 'partners') = ?) AND NOT EXISTS "
                       "(SELECT 1 FROM revision n WHERE n.document = d.id AND n.trashed = 0 AND n.number > r.number) "
                       "ORDER BY h.place, d.number, p.page LIMIT ?", (*values, level, level, most)).fetchall()
    return [PageHit(bytes(row[0]).hex(), bytes(row[1]).hex(), int(row[2]), " ".join(str(row[3]).split()),
                    str(row[4] or ""), str(row[5] or ""), int(row[6] or 0)) for row in rows]


def _stands_often(db: Any, wanted: Sequence[tuple[str, ...]]) -> bool:
    """Whether words stand on more pages than can be ranked in a moment."""
    return int(sql.run(db, "SELECT count(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ?)",
                       (_match(wanted), _RANKED)).fetchone()[0]) >= _RANKED


def asked_for(words: str) -> list[tuple[str, ...]]:
    """What is searched for: each word alone, what stands in quotes together."""
    found: list[tuple[str, ...]] = []
    for place, part in enumerate(words.split('"')):
        inside = tuple(_WORD.findall(part))
        found += [inside] if place % 2 and inside else [(word,) for word in inside]
    return found[:_MOST_WORDS]


def _match(wanted: Sequence[tuple[str, ...]]) -> str:
    """The question: words in a row as they stand, a word alone also as the beginning of a longer one."""
    return " AND ".join('"{}"'.format(" ".join(each)) + ("*" if len(each) == 1 else "") for each in wanted)
