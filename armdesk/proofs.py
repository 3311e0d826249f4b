"""Proofs: that history, records, sums of gold and kept files are as armdesk left them, from a mark or as a whole.

A whole proof looks at no mark.  One from a mark proves what changed since; where it has any doubt, the whole follows at
once, so that what is wrong is named.  Marks are kept over clean ground alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from armdesk import history, marks, replay, since
from armdesk.db_errors import explained
from armdesk.errors import DamagedWorkspace
from armdesk.evidence.check import FileFinding, check_files
from armdesk.marks import RECORDS, SUMS, Mark
from armdesk.progress import SILENT, Progress

if TYPE_CHECKING:
    from armdesk.evidence.files import FileStore
    from armdesk.store import Store

MOST_SHOWN = 50
"""Records that are named; of the others the number is told."""


@dataclass(frozen=True)
class Records:
    """What came of proving history and records.

    Shape: damage is why the history cannot be right, "" where it is; shown the first records that differ, count how
    many there are; mark how far everything is right, None where it is not; whole says that all was looked at.
    """

    damage: str = ""
    shown: tuple[replay.Deviation, ...] = ()
    count: int = 0
    mark: Mark | None = None
    whole: bool = True


@dataclass
class Proofs:
    """The proofs of one look; each is made when first asked for, and its mark kept where the file may be written.

    Shape: whole says that no mark is believed.
    """

    store: Store
    files: FileStore | None = None
    progress: Progress = SILENT
    whole: bool = True
    read: int = field(default=0, init=False)
    """Kept files of which every byte was read."""
    _believed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._believed = not self.whole and self.store.marks_hold

    @cached_property
    def records(self) -> Records:
        """History and records."""
        with explained():
            mark = self._mark(RECORDS)
            moved = since.records(self.store.db, mark) if mark is not None else None
            found = Records(mark=moved, whole=False) if moved is not None else self._all_records()
        self._keep(RECORDS, mark, found.mark)
        if found.whole and found.mark is not None:
            self.store.marks_hold = True
        return found

    @cached_property
    def sums(self) -> list[tuple[str, str]]:
        """Months whose kept sums of gold were not those of the registers; Store.prove_sums has them counted anew."""
        with explained():
            mark = self._mark(SUMS)
            moved = since.sums(self.store.db, mark, self.progress) if mark is not None else None
            if moved is None:
                head = history.head(self.store.db)  # before counting: what is written meanwhile is proved next time
                differing = self.store.prove_sums(self.progress)
                if differing:
                    self.store.keep_beside(lambda db: marks.keep(db, SUMS, None), surely=True)
                    return differing
                moved = Mark(head.seq, head.hash, self._moment(), head.seq, since.sums_by_month(self.store.db))
        self._keep(SUMS, mark, moved)
        return []

    def kept_files(self, wanted: Iterable[tuple[str, str]]) -> list[FileFinding]:
        """Kept files that are missing or changed.  Shape: wanted as check_files takes them."""
        if self.files is None:
            return []
        with explained():
            known = marks.files(self.store.db)
        proved: dict[str, str] = {}
        found = check_files(self.files, wanted, self.progress, known=known if self._believed else {}, proved=proved,
                            unwanted=False)
        self.read = sum(not self._believed or known.get(sha256) != stamp for sha256, stamp in proved.items())
        if proved != known:
            self.store.keep_beside(lambda db: marks.keep_files(db, known, proved))
        return found

    def _all_records(self) -> Records:
        db, damage, read = self.store.db, list[str](), list[Callable[[], Mark]]()

        def recount() -> None:
            try:
                head = history.verify(db, progress=self.progress, bodies=False)
            except DamagedWorkspace as error:
                damage.append(str(error))
                return
            rows = since.rows_by_table(db)
            read.append(lambda: Mark(head.seq, head.hash, self._moment(), head.seq, rows))

        shown: list[replay.Deviation] = []
        count = 0
        try:
            found = replay.deviations(db, self.progress, recount)
            shown += islice(found, MOST_SHOWN)
            count = len(shown) + sum(1 for _each in found)
        except DamagedWorkspace as error:
            count = len(shown)
            damage.append(str(error))
        clean = not damage and not count
        return Records(damage[0] if damage else "", tuple(shown), count, read[0]() if clean and read else None)

    def _moment(self) -> str:
        return self.store.now().isoformat(timespec="seconds")

    def _mark(self, name: str) -> Mark | None:
        return marks.read(self.store.db, name) if self._believed else None

    def _keep(self, name: str, before: Mark | None, mark: Mark | None) -> None:
        if mark is None:
            self.store.marks_hold = False
        if mark is None or mark != before:
            self.store.keep_beside(lambda db: marks.keep(db, name, mark), surely=mark is None)


def last_whole(db: Any) -> Mark | None:
    """How far the records were proved, and when as a whole; None where no mark is kept."""
    return marks.read(db, RECORDS)
