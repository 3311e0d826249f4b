"""What an accepted import does, away from the window: a backup, then one operation for each file; and its undoing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from armdesk import backup
from armdesk.errors import ArmdeskError, RecipeError, RefusedFile
from armdesk.evidence import inbox
from armdesk.evidence.inbox import TakenIn
from armdesk.i18n import _, ngettext
from armdesk.importers import new_names, office
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.progress import SILENT, Part, Progress
from armdesk.workspace import Workspace
from ui import problems, undoing
from ui.import_reading import BookReading, look
from ui.messages import Message, Messages
from ui.session import Session


@dataclass(frozen=True)
class Wish:
    """What is to be imported.

    Shape: books are (path, how it is read, the plan that was shown); without the last two they are made here.
    """

    books: Sequence[tuple[Path, BookReading | None, ImportPlan | None]]
    papers: Sequence[Path]
    register: str = ""


@dataclass
class Outcome:
    """What became of one book.  Shape: problem is the sentence why it was not read, "" else."""

    counts: dict[str, int] = field(default_factory=dict)
    problem: str = ""
    plan: ImportPlan | None = None


@dataclass
class Imported:
    """What became of all.  Shape: operations are the numbers of what was done, oldest first, for undoing."""

    books: list[Outcome] = field(default_factory=list)
    taken_in: TakenIn | None = None
    operations: list[int] = field(default_factory=list)


def look_at_all(space: Workspace, paths: Sequence[Path], register: str,
                progress: Progress = SILENT) -> list[tuple[Path, BookReading | None, str]]:
    """How each book would be read, those that others refer to first; (path, None, sentence) where it cannot be."""
    found: list[tuple[Path, BookReading | None, str]] = []
    for done, path in enumerate(paths):
        progress.step(done, len(paths), path.name)
        try:
            found.append((path, look_at(space, path, register), ""))
        except (RefusedFile, RecipeError) as error:
            found.append((path, None, str(error)))
    return sorted(found, key=lambda each: each[1].rank() if each[1] else 10_000)


def look_at(space: Workspace, path: Path, register: str, encoding: str = "") -> BookReading:
    """How one book would be read, its letters in an encoding that a person chose.  Errors: RefusedFile, RecipeError."""
    kept = space.settings
    return look(path, space.folder / office.RECIPES, register, decimal_mark=kept.decimal_mark, order=kept.date_order,
                currency=kept.currency, encoding=encoding)


def carry_out(space: Workspace, wish: Wish, progress: Progress = SILENT) -> Imported:
    """Import books one after the other, since later ones name records of earlier ones; then take in the papers.

    Errors: BackupError, DiskFull, Cancelled, StaleRecord; books done before stay, each can be undone.
    """
    made, steps = Imported(), len(wish.books) + 2
    if wish.books:
        backup.make(space, "import", Part(progress, 0, 100 // steps))
    for place, (path, reading, planned) in enumerate(wish.books, 1):
        part = Part(progress, 100 * place // steps, 100 * (place + 1) // steps)
        try:
            plan = planned or _plan(space, path, reading, wish.register, Part(part, 0, 60))
        except (RefusedFile, RecipeError) as error:
            made.books.append(Outcome(problem=str(error)))
            continue
        if apply_import(plan, space.store, space.files, space.now().date(), Part(part, 60, 100)) is not None:
            made.operations.append(space.store.operations(limit=1)[0].seq)
        made.books.append(Outcome(plan.counts(), plan=plan))
    if wish.papers:
        part = Part(progress, 100 - 100 // steps, 100)
        made.taken_in = inbox.take_in(space.store, space.files, list(wish.papers), part)
        if made.taken_in.documents:
            made.operations.append(space.store.operations(limit=1)[0].seq)
    return made


def _plan(space: Workspace, path: Path, reading: BookReading | None, register: str, progress: Progress) -> ImportPlan:
    reading = reading or look_at(space, path, register)
    if reading.kept is None and not any(sheet.table() for sheet in reading.sheets):
        raise RecipeError(_("armdesk does not know these headings. Say which register the rows belong to and which "
                            "column is which."))
    return plan_import(reading.recipe(), path, space.store, progress)


def add_names(session: Session, names: new_names.Names, messages: Messages, again: Callable[[], object]) -> None:
    """Add the sites and crews a book names, say so with the way back, and read the book again."""
    try:
        made = new_names.add(names, session.store)
    except ArmdeskError as error:
        messages.say(Message(str(error), "alarm"))
        return
    back = undoing.newest(session, made=made)

    def undo() -> None:
        if back is not None:
            back()
        again()

    messages.say(Message(_("Added: {names}.").format(names=new_names.said(names)), "good", _("Undo"), undo))
    again()


def tell(session: Session, done: Sequence[tuple[str, dict[str, int]]], result: Imported) -> None:
    """Say in the window's bar what was imported, with the way back.  Shape: done are names and counts of books."""
    new, changed = (sum(counts.get(what, 0) for _name, counts in done) for what in ("new", "changed"))
    name = done[0][0] if len(done) == 1 else ngettext("{count} file", "{count} files", len(done)).format(
        count=len(done))
    if done:
        words = _("Imported {name}: {new} new, {changed} changed.").format(name=name, new=new, changed=changed)
        session.say(words, "good", _("Undo"), lambda: undo(session, result.operations))
    if result.taken_in is not None:
        session.say(_("Inbox: {summary}").format(summary=inbox.summary(result.taken_in)), "good",
                    _("Open the inbox"), lambda: session.open("inbox"))


def undo(session: Session, operations: Sequence[int]) -> None:
    """Take imports back, the newest first, each as one operation."""
    store = session.store
    wanted = set(operations)

    def work(progress: Progress) -> int:
        found = [each for each in store.operations(limit=500) if each.seq in wanted]
        for done, each in enumerate(found):
            progress.step(done, len(found), each.title)
            store.undo(each)
        return len(found)

    session.jobs.run(
        session, work, title=_("Undo"), failed=problems.show,
        done=lambda count: session.say(
            ngettext("{count} import was taken back.", "{count} imports were taken back.", count).format(count=count),
            "good"))
