"""Prints receipts and settlements: gives the number, remembers the print, writes the PDF, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from armdesk.errors import ExportError, InvalidRecord
from armdesk.exports.pdf import write_pdf
from armdesk.exports.pdf_receipt import write_receipts
from armdesk.i18n import _, speaking
from armdesk.models import Payment, Printout, Sale, Settlement
from armdesk.progress import SILENT, Part, Progress
from armdesk.record import Record
from armdesk.reports.member_settlement import settlement_sheets
from armdesk.reports.receipt import receipt_of
from armdesk.reports.sale_settlement import sale_settlement
from armdesk.services.basis import numbering
from armdesk.services.basis.figure import ask
from armdesk.store import Store
from armdesk.writer import Writer

Then = Callable[[Writer, list[Settlement]], None]
"""What is done with settlements in the operation that makes them."""
_RECEIPT, _SALE, _MEMBER, _LIST = "receipt", "sale_settlement", "settlement", "settlement_list"


def print_receipts(store: Store, payments: Sequence[Payment], folder: Path, language: str) -> Path:
    """Print the receipts of payments; those without a number get the next ones.

    Errors: InvalidRecord, ExportError, DiskFull; then no number was used and no print remembered.
    """
    now = store.now()
    copies: dict[str, int] = {}
    fresh: list[Payment] = []

    def note(writer: Writer) -> None:
        numbers = numbering.numbers_from(numbering.next_code(store, Payment, "code", now.date(), "R-00001"))
        for each in payments:
            payment = store.get(Payment, each.id)
            if payment is None:
                raise InvalidRecord({"": [_("Save it before you print it.")]})
            if not payment.code:
                payment.code = next(numbers)
            writer.save(payment)
            copies[payment.id] = remember(store, writer, _RECEIPT, payment, payment.code, language, now)
            fresh.append(payment)

    def write(target: Path, code: str) -> None:
        write_receipts([receipt_of(store, each, copies[each.id], code) for each in fresh], target, language)

    with speaking(language):
        word, title = _("Receipt"), _("Receipt printed: {number}")
    named = Print(word, title, lambda: str((fresh or payments)[0].code or ""), note, write)
    return run(store, named, folder, language)


def print_sale(store: Store, sale: Sale, folder: Path, language: str) -> Path:
    """Print the settlement of a sale.  Errors: as print_receipts()."""
    now, copies = store.now(), [0]

    def note(writer: Writer) -> None:
        copies[0] = remember(store, writer, _SALE, sale, sale.code, language, now)

    def write(target: Path, code: str) -> None:
        write_pdf(sale_settlement(store, sale, copies[0], code, now.date()), target)

    with speaking(language):
        word, title = _("Settlement"), _("Settlement of a sale printed: {number}")
    return run(store, Print(word, title, lambda: sale.code, note, write), folder, language)


def print_settlements(store: Store, settlements: Sequence[Settlement], folder: Path, language: str,
                      progress: Progress = SILENT) -> Path:
    """Print the sheets of members, one page each, and the list where there are several.  Errors: also Cancelled."""
    return run(store, _sheets(store, settlements, language, progress), folder, language)


def settle_and_print(store: Store, settle: Callable[[Then], object], folder: Path, language: str,
                     progress: Progress = SILENT) -> Path:
    """Settle and print as one operation, which one undo takes back.

    Shape: settle keeps the settlements and calls what it is given with its writer and what it made.
    Errors: as print_receipts(), and those of settling; then nothing is settled and no paper is left.
    """
    _make_folder(folder)
    code, target = store.head().short(), folder

    def then(writer: Writer, made: list[Settlement]) -> None:
        nonlocal target
        with speaking(language):
            named = _sheets(store, made, language, progress)
            named.note(writer)
            target = _free(folder, f"{named.word} {named.name()}")
            named.write(target, code)

    try:
        settle(then)
    except BaseException:
        if target != folder:
            target.unlink(missing_ok=True)
        raise
    return target


def _sheets(store: Store, settlements: Sequence[Settlement], language: str, progress: Progress) -> Print:
    now = store.now()
    copies: dict[str, int] = {}

    def note(writer: Writer) -> None:
        for each in settlements:
            copies[each.id] = remember(store, writer, _MEMBER, each, each.number, language, now)

    def write(target: Path, code: str) -> None:
        sheets = settlement_sheets(store, settlements, copies, code, now.date(), Part(progress, 0, 50))
        write_pdf(sheets, target, Part(progress, 50, 100))

    with speaking(language):
        word, title = _("Settlements"), _("Settlements printed: {number}")
    first, last = settlements[0].number, settlements[-1].number
    named = first if first == last else f"{first} – {last}"
    return Print(word, title, lambda: named, note, write)


def printed(store: Store, record: Record) -> list[Printout]:
    """Earlier prints of a record, the first one first."""
    prints = store.all(Printout, target=_reference(record)) if record.id else []
    return sorted(prints, key=lambda each: (each.copy or 0, each.id))


@dataclass(frozen=True)
class Print:
    """One print under way.

    Shape: word begins the name of its file; title is that of the operation; note remembers the print, name then gives
    its number, write makes the file with the code of the history as it stood before.
    """

    word: str
    title: str
    name: Callable[[], str]
    note: Callable[[Writer], None]
    write: Callable[[Path, str], None]


def run(store: Store, print_: Print, folder: Path, language: str) -> Path:
    """Number, memory and file in one operation: where one of them fails, none is there."""
    _make_folder(folder)
    code, target = store.head().short(), folder
    try:
        with store.operation(print_.title.format(number=print_.name() or _("new number"))) as writer, \
                speaking(language):
            print_.note(writer)
            target = _free(folder, f"{print_.word} {print_.name()}")
            print_.write(target, code)
    except BaseException:
        if target != folder:
            target.unlink(missing_ok=True)
        raise
    return target


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(_("The folder “{name}” for printed papers cannot be made: {reason}").format(
            name=folder, reason=error.strerror or error)) from error


def remember(store: Store, writer: Writer, kind: str, record: Record, number: str | None, language: str,
             now: datetime) -> int:
    """Note one print; returns 0 for the first one.  Prints in the trash count: their paper may be in a hand."""
    target = _reference(record)
    if not record.id:
        raise InvalidRecord({"": [_("Save it before you print it.")]})
    copy = int(ask(store, "SELECT count(*) FROM printout WHERE target = ? AND kind = ?", target, kind)[0][0])
    writer.save(Printout(date=now.date(), time=f"{now:%H:%M}", kind=kind, target=target, number=number, copy=copy,
                         language=language, printed_by=store.author or None))
    return copy


def _reference(record: Record) -> str:
    return f"{record.type_name()}/{record.id}"


def _free(folder: Path, name: str) -> Path:
    """A file name that is not there yet, made of what every computer takes."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "-", name).strip(" .")[:80] or "armdesk"
    for number in range(1, 10_000):
        path = folder / (f"{plain}.pdf" if number == 1 else f"{plain} ({number}).pdf")
        if not path.exists():
            return path
    return folder / f"{plain}.pdf"
