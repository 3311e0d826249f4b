"""Files the papers and photos of the demonstration and cites them for what they prove."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from armdesk.demo import scans
from armdesk.demo.book import TODAY, Book
from armdesk.evidence.files import FileStore, Kept
from armdesk.exports.xlsx import Properties, Sheet, write_workbook


class Papers:
    """The shelf of the demonstration office; every paper gets its number and its file."""

    def __init__(self, book: Book, files: FileStore) -> None:
        self._book, self._files = book, files
        self.by_kind: dict[str, list[str]] = {}

    def scan(self, kind: str, title: str, lines: Sequence[str] = (), *, day: date | None = None, issuer: str = "",
             valid_to: date | None = None, official_no: str | None = None) -> str:
        """File a scanned paper; returns the id of its document."""
        content = scans.paper(title, lines, day, issuer)
        kept = self._files.add(BytesIO(content), f"{title}.pdf")
        document = self._document(kind, title, day, issuer, valid_to, official_no)
        self._revision(document, kept, day, pages=1)
        return document

    def photo(self, title: str, day: date, site: str, *, again: date | None = None) -> str:
        """File a photo taken at a site; `again` files the picture taken there on another day once more."""
        place = self._book.row("site", site)
        taken = again or day
        time = f"{7 + taken.day % 9:02d}:{taken.toordinal() % 60:02d}"
        content = scans.photo(f"{site} {taken}", taken, time, place["latitude"], place["longitude"])
        kept = self._files.add(BytesIO(content), f"{title}.jpg")
        document = self._document("photo", title, day, "", None, None, site=place["id"])
        self._revision(document, kept, day, width=scans.WIDTH, height=scans.HEIGHT, taken_on=taken, taken_at=time,
                       latitude=place["latitude"], longitude=place["longitude"], camera=scans.CAMERA)
        return document

    def expected(self, kind: str, title: str, issuer: str) -> str:
        """Note a paper that somebody promised and that is not here."""
        document = self._document(kind, title, None, issuer, None, None)
        self._book.rows["document"][-1]["state"] = "expected"
        return document

    def table(self, kind: str, title: str, sheet: Sheet, *, day: date, issuer: str) -> tuple[str, Kept]:
        """File an Excel table that somebody sent; returns the id of its document and the kept file."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{title}.xlsx"
            write_workbook([sheet], path, properties=Properties(title=title, language="es", made_on=day))
            kept = self._files.add(path)
        document = self._document(kind, title, day, issuer, None, None)
        self._revision(document, kept, day)
        return document, kept

    def cite(self, document: str, target: str, note: str = "") -> None:
        """Name a paper as proof of a record or requirement."""
        self._book.add("citation", document=document, target=target, page="1", note=note or None)

    def _document(self, kind: str, title: str, day: date | None, issuer: str, valid_to: date | None,
                  official_no: str | None, site: str | None = None) -> str:
        number = len(self._book.rows["document"]) + 1
        document = self._book.add(
            "document", number=f"DOC-{number:04d}", title=title, kind=kind, issuer=issuer or None, issued_on=day,
            valid_to=valid_to, official_no=official_no, proves_from=day, proves_to=valid_to, state="filed",
            keeper="Secretaría", binder_no=f"{1 + number // 60}-{number:03d}", confidentiality="partners", site=site)
        self.by_kind.setdefault(kind, []).append(document)
        return document

    def _revision(self, document: str, kept: Kept, day: date | None, **seen: Any) -> None:
        added = min((day or TODAY) + timedelta(days=3), TODAY)
        self._book.add("revision", document=document, number=1, file_name=kept.name, sha256=kept.sha256, size=kept.size,
                       media_type=kept.media_type, added_on=added, risk=kept.risk or None, **seen)
