"""Reads the text of kept files one after the other, in the background after filing, so that searches find it."""

from __future__ import annotations

from armdesk import page_text
from armdesk.evidence import texts
from armdesk.evidence.files import FileStore
from armdesk.page_text import PageHit
from armdesk.progress import SILENT, Progress
from armdesk.services.basis.figure import ask
from armdesk.store import Store


def read_next(store: Store, files: FileStore, progress: Progress = SILENT) -> bool:
    """Read one file that waits; whether another one may wait.  Errors: Cancelled, then it waits on."""
    waiting = page_text.waiting(store.db, 1)
    if not waiting or store.read_only:
        return False
    sha256, kind = waiting[0]
    try:
        state, pages = texts.read(files.path(sha256), kind or "", progress)
    except (OSError, ValueError):
        state, pages = page_text.UNREADABLE, []
    store.keep_text(sha256, state, pages)
    return True


def read_all(store: Store, files: FileStore, progress: Progress = SILENT) -> int:
    """Read all files that wait; how many."""
    count = 0
    while read_next(store, files, progress):
        count += 1
    return count


def find(store: Store, words: str, most: int = 50, level: str = "") -> list[PageHit]:
    """Pages of papers in use on which all words stand, the best first; of one level of confidentiality, or of all."""
    return page_text.find(store.db, words, most, level)


def unreadable(store: Store) -> int:
    """How many files in use have no text that could be searched: scans, photos, files of other kinds."""
    return int(ask(store, "SELECT count(*) FROM search_file f WHERE f.state NOT IN ('read', 'cut') AND EXISTS "
                          "(SELECT 1 FROM revision r WHERE r.sha256 = f.sha256 AND r.trashed = 0)")[0][0])
