"""What each command of the command line does; every function returns whether nothing was found."""

from __future__ import annotations

import argparse
import getpass
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from armdesk import currencies, dates, health, i18n, keys, lock, settings, sqlite, workspace
from armdesk.errors import ArmdeskError, Cancelled, DamagedWorkspace, WorkspaceError
from armdesk.i18n import N_, _, ngettext
from armdesk.terminal import Bar
from armdesk.workspace import Workspace

if TYPE_CHECKING:
    from armdesk.importers.caution import Caution
    from armdesk.importers.office import Handed
    from armdesk.proofs import Proofs
    from armdesk.services.findings.finding import Finding

_SHOWN = 6
_REFUSED_SHOWN = 40
_SEVERITY = {"alarm": N_("Alarm"), "warn": N_("Warning"), "note": N_("Note")}


def _print(text: str = "") -> None:
    # Names of files may hold bytes that are no letters; those must not end the job.
    sys.stdout.write(f"{text}\n".encode("utf-8", "backslashreplace").decode("utf-8"))


def _sign(sign: str, plain: str) -> str:
    """A sign, or the plain one where the output knows few letters, as a file or pipe of Windows does."""
    try:
        sign.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return plain
    return sign


def _told(finding: Finding, standards: Mapping[str, str] | None = None) -> str:
    """A finding as one line, with the reason somebody gave why it is none, and of several standards which one."""
    line = f"[{_(_SEVERITY[finding.severity])}] {finding.sentence}"
    kind, key = "".join(finding.where[:1]).partition("/")[::2]
    title = (standards or {}).get(key.partition("/")[0], "") if kind == "requirement" else ""
    if title:
        line = f"{line} ({title})"
    return _("{finding} Explained: {reason}").format(finding=line, reason=finding.explained) if finding.explained \
        else line


def _open(given: argparse.Namespace, *, read_only: bool = False) -> Workspace:
    """The workspace a command works on; asks for the password where one is needed."""
    folder: Path = given.workspace
    password = None
    if workspace.exists(folder) and keys.needs_password(folder):
        password = _password(given.password_file)
    try:
        opened = workspace.open_workspace(folder, password=password, read_only=read_only, author=lock.person())
    except DamagedWorkspace as error:
        raise _with_way_back(error, folder) from error
    if not opened.read_only:
        _refuse_damaged_pages(opened)
    for notice in opened.notices:
        sys.stderr.write(f"{notice}\n")
    return opened


def _refuse_damaged_pages(opened: Workspace) -> None:
    """Read every page before a command writes; a small file was read when it was opened."""
    if opened.path.stat().st_size <= health.SMALL:
        return
    try:
        with Bar() as bar:
            health.refuse_damaged(opened.path, opened.key, bar)
        health.remember(opened.folder, opened.path, opened.now())
    except DamagedWorkspace as error:
        opened.close()
        raise _with_way_back(error, opened.folder) from error
    except BaseException:
        opened.close()
        raise


def _with_way_back(error: DamagedWorkspace, folder: Path) -> DamagedWorkspace:
    """The same damage, with the backup to go back to."""
    from armdesk import backup

    newest = backup.newest_in(folder / "backups")
    words = (_("The newest proved backup is {name} of {when}; what was entered after it must be entered again.").format(
        name=newest.name, when=f"{newest.moment:%Y-%m-%d %H:%M}") if newest is not None
        else _("There is no proved backup in this workspace; look on other disks."))
    return type(error)(f"{error} {words}")


def _password(file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError) as error:
            raise WorkspaceError(_("The password file “{name}” cannot be read.").format(name=file)) from error
    if not sys.stdin.isatty():
        raise WorkspaceError(_("This workspace has a password. Give it with --password-file."))
    return getpass.getpass(_("Password: "))


def _day(text: str | None, default: date) -> date:
    if not text:
        return default
    try:
        return dates.parse_date(text)
    except ValueError as error:
        raise ArmdeskError(str(error)) from error


def demo(given: argparse.Namespace) -> bool:
    """Make the invented cooperative."""
    from armdesk.demo import build_demo

    chosen = settings.WorkspaceSettings(language="es", country="CO", currency="COP")
    made = workspace.create(given.workspace, chosen, author=_("Demonstration"))
    try:
        with made as opened, Bar() as bar:
            build_demo(opened, bar, seed=given.seed)
    except BaseException:
        shutil.rmtree(given.workspace, ignore_errors=True)  # half a cooperative teaches nobody anything
        raise
    _print(_("The invented cooperative is in {folder}.").format(folder=given.workspace))
    return True


def import_files(given: argparse.Namespace) -> bool:
    """Read books into the registers and put everything else into the inbox."""
    from armdesk.evidence import inbox
    from armdesk.importers import office
    from armdesk.models import record_type
    from armdesk.services.basis.figure import has_any

    if given.new and not workspace.exists(given.workspace):
        workspace.create(given.workspace, _settings(given.country), author=lock.person()).close()
    with _open(given, read_only=given.dry_run) as opened, Bar() as bar:
        known = opened.folder / office.RECIPES
        recipes = office.recipes_in([*given.recipe, *([known] if known.is_dir() else [])])
        chosen = opened.settings
        kept = frozenset(name for name in ("site", "crew") if has_any(opened.store, record_type(name)))
        usual = office.Usual(chosen.currency, chosen.decimal_mark, chosen.date_order, opened.now().date(), kept)
        handed = office.sort_out(inbox.files_below(given.files), recipes, given.register or "",
                                 propose=given.proposals or bool(given.register), usual=usual)
        whole = _import_books(opened, [each for each in handed if each.recipe is not None], given, bar)
        papers = [each for each in handed if each.recipe is None]
        for each in papers:
            if each.remark:
                _print(f"{each.path.name}: {each.remark}")
        if papers and not given.dry_run:
            outcome = inbox.take_in(opened.store, opened.files, [each.path for each in papers], bar)
            _print(_("Inbox: {summary}").format(summary=inbox.summary(outcome)))
            for name, sentence in inbox.risks(opened.store, outcome):
                _print(f"  {name}: {_(sentence)}")
            for path, sentence in outcome.refused:
                _print(f"  {path.name}: {sentence}")
            whole.append(not outcome.refused)
    return all(whole) and not any(each.remark for each in papers)


def _import_books(opened: Workspace, books: Sequence[Handed], given: argparse.Namespace, bar: Bar) -> list[bool]:
    """Read books one after the other; whether each was read whole.  Errors: Cancelled, where stopped after some."""
    whole: list[bool] = []
    for book in books:
        try:
            whole.append(_import_book(opened, book, given, bar))
        except KeyboardInterrupt:
            if given.dry_run or not whole:
                raise
            raise Cancelled(_("Stopped at {file}. Nothing of it was kept; the books named before it are imported."
                              ).format(file=book.path.name)) from None
    if given.proposals and not given.dry_run:
        _link_names(opened, bar)
    return whole


def _settings(country: str | None) -> settings.WorkspaceSettings:
    """Those of a new workspace in a country.  Errors: WorkspaceError where the code is not known."""
    if not country:
        return settings.WorkspaceSettings()
    code = country.upper()
    currency, mark = currencies.customs(code)
    if not currency:
        raise WorkspaceError(_("“{code}” is no country known here; write two letters such as CO, BF or TZ.").format(
            code=country))
    return settings.WorkspaceSettings(country=code, currency=currency, decimal_mark=mark)


def _link_names(opened: Workspace, bar: Bar) -> None:
    """Link names of the books to the one person each can mean, as the window offers."""
    from armdesk.services.people import loose_names

    sure = loose_names.sure_ones(loose_names.find(opened.store))
    count = loose_names.link(opened.store, sure, opened.now().date(), bar)
    if count:
        _print(ngettext("{count} row names a person in another way; it was linked to the one who can be meant.",
                        "{count} rows name people in another way; each was linked to the one who can be meant.",
                        count).format(count=count))


def _print_cautions(cautions: list[Caution]) -> None:
    """Oddities of a book, a few of them; the window shows all."""
    for caution in cautions[:_SHOWN]:
        _print(f"  {caution.sheet}: {caution.sentence}" if caution.sheet else f"  {caution.sentence}")
    if len(cautions) > _SHOWN:
        left = len(cautions) - _SHOWN
        _print("  " + ngettext("… and {count} more oddity", "… and {count} more oddities", left).format(count=left))


def _import_book(opened: Workspace, handed: Handed, given: argparse.Namespace, bar: Bar) -> bool:
    """Plan one book, say what would happen, and do it; True if no row was refused or doubtful."""
    from armdesk import backup
    from armdesk.importers.apply import apply_import
    from armdesk.importers.plan import plan_import
    from armdesk.importers.refused import write_refused

    assert handed.recipe is not None  # noqa: S101 - papers are sorted out before
    plan = plan_import(handed.recipe, handed.path, opened.store, bar)
    counts = plan.counts()
    _print(f"{handed.path.name}: " + _("{new} new, {changed} changed, {unchanged} unchanged, {refused} refused, "
                                       "{doubtful} doubtful, {missing} no longer there").format(**counts))
    if handed.proposed:
        _print("  " + _("Read by a proposal of armdesk; look at the rows before you rely on them."))
    _print_cautions([*plan.cautions, *handed.cautions])
    for row, problems in plan.refused[:_REFUSED_SHOWN]:
        _print(f"  {row.sheet}{'!' if row.sheet else ''}{row.number}: {problems[0].sentence}")
    if (left := len(plan.refused) - _REFUSED_SHOWN) > 0:
        _print("  " + ngettext("… and {count} more refused row; --refused FOLDER writes them all with their reasons",
                               "… and {count} more refused rows; --refused FOLDER writes them all with their reasons",
                               left).format(count=left))
    if not given.dry_run and not plan.empty:
        backup.make(opened, "import", bar)
        apply_import(plan, opened.store, opened.files, opened.now().date(), bar)
    if given.refused is not None and plan.refused:
        given.refused.mkdir(parents=True, exist_ok=True)
        write_refused(plan, given.refused / (_("{name} - refused").format(name=handed.path.stem) + ".xlsx"))
    return not plan.refused and not plan.doubtful


def _refuse_damaged(opened: Workspace) -> None:
    """Read every page of the data file and its structure.  Errors: DamagedWorkspace with the backup to go back to."""
    broken = sqlite.damage(opened.db.connection(), log_waits=health.waiting_log(opened.path))
    if broken:
        found = DamagedWorkspace(_("The data file is damaged ({what}). Keep it, and restore a backup.").format(
            what=broken[0]))
        raise _with_way_back(found, opened.folder)


def check(given: argparse.Namespace) -> bool:
    """Say what is missing, out of date or contradictory."""
    from armdesk.evidence import twins
    from armdesk.services.findings import proved
    from armdesk.services.findings.checks import check_workspace, in_use, period_of
    from armdesk.services.findings.finding_kinds import HEADINGS, kind_of
    from armdesk.services.findings.other_standards import check_others

    proofs: list[Proofs] = []
    with _open(given, read_only=True) as opened, Bar() as bar:
        _refuse_damaged(opened)
        twins.compare_aside(opened.db, opened.files, bar)
        today = _day(given.day, opened.now().date())
        period = period_of(opened, today)
        findings = check_workspace(opened, today, bar, period=period, whole=not given.quick, proved=proofs)
        said = proved.told(proofs[0])
        findings += check_others(opened, today, period)
        findings.sort(key=lambda each: (bool(each.explained), tuple(_SEVERITY).index(each.severity)))
        used = in_use(opened)
        titles = {each.key: each.title(i18n.current()) for each in used} if len(used) > 1 else {}
    if given.json:
        _print(json.dumps([finding.as_data() for finding in findings], indent=1, ensure_ascii=False))
    else:
        for kind, heading in HEADINGS.items():
            told = [_told(finding, titles) for finding in findings if kind_of(finding.rule, finding.severity) == kind]
            if told:
                _print("\n".join((_(heading), *told, "")))
        _print(_("Looked at: {period}. Another period is chosen in the settings of the workspace.").format(
            period=period.label(i18n.current())))
        if said:
            _print(said)
        _print(ngettext("{count} thing found.", "{count} things found.", len(findings)).format(count=len(findings)))
    return not findings


def trace(given: argparse.Namespace) -> bool:
    """Walk the gold of a sale or lot back to its shifts, or that of a lot forward to its buyers."""
    from armdesk.exports.pdf import write_pdf
    from armdesk.exports.plain import lines
    from armdesk.models import Lot, Sale
    from armdesk.reports.trace_report import title_of, trace_report
    from armdesk.services.gold import trace as tracing

    with _open(given, read_only=True) as opened, Bar() as bar:
        store = opened.store
        record = store.one(Lot, code=given.code) if given.forward else (
            store.one(Sale, code=given.code) or store.one(Lot, code=given.code))
        if record is None:
            raise WorkspaceError((_("There is no lot with the number “{code}”.") if given.forward else _(
                "There is neither a sale nor a lot with the number “{code}”.")).format(code=given.code))
        walk = tracing.forward if given.forward else tracing.back
        found = walk(store, f"{record.type_name()}/{record.id}")
        report = trace_report(store, found, opened.now().date(), names=given.names, head=store.head())
        if given.pdf is not None:
            write_pdf(report, given.pdf, bar)
    if given.pdf is None:
        _print(title_of(found))
        for line in lines(report.blocks, i18n.current()):
            _print(line)
    else:
        _print(_("{title}: {path}").format(title=title_of(found), path=given.pdf))
        for each in found.breaks:
            _print(each.sentence)
    return not found.breaks


def back_up(given: argparse.Namespace) -> bool:
    """Copy the workspace and prove the copy."""
    from armdesk import backup

    with _open(given) as opened, Bar() as bar:
        made = backup.make(opened, "asked", bar, target=given.to)
        kept = backup.verify(made, opened.key)
    _print(_("The backup {path} was made and proved: {entries} entries of history.").format(
        path=made, entries=kept.head_seq))
    return True


def restore(given: argparse.Namespace) -> bool:
    """Put a backup in the place of the data."""
    from armdesk import backup
    from armdesk import restore as restoring

    password = _password(given.password_file) if backup.needs_password(given.backup) else None
    with Bar() as bar:
        replaced = restoring.restore(given.backup, given.workspace, now=datetime.now().astimezone(),
                                     password=password, progress=bar)
    _print(_("The backup is restored in {folder}.").format(folder=given.workspace))
    if replaced is not None:
        _print(_("What was there before is kept as {path}.").format(path=replaced))
    return True


def verify(given: argparse.Namespace) -> bool:
    """Check a pack and say whose it is."""
    from armdesk.exports.verify import verify_pack

    with Bar() as bar:
        verdict = verify_pack(given.pack, given.key, given.previous, bar)
    for finding in verdict.findings:
        _print(finding.sentence)
    if verdict.root_hash:
        _print(_("Root hash: {hash}").format(hash=verdict.root_hash))
    if verdict.signed_by:
        _print(_("Sealed with key: {key}").format(key=verdict.signed_by))
    if verdict.history_head:
        _print(_("Head of the history: {head}").format(head=verdict.history_head))
    _print(_("The pack is whole: {count} files, none changed, missing or added.").format(count=verdict.files)
           if verdict.ok else _("The pack is NOT as it was made."))
    return verdict.ok


def pack(given: argparse.Namespace) -> bool:
    """Make an evidence pack."""
    from armdesk.exports.pack import PackOptions, build_pack
    from armdesk.services.basis.period import Period
    from armdesk.services.findings.checks import check_workspace, in_use, period_of
    from armdesk.services.packs.edition import standards_for

    with _open(given) as opened, Bar() as bar:
        today = opened.now().date()
        usual = period_of(opened, today)
        period = Period(_day(given.from_day, usual.begins), _day(given.to_day, usual.ends))
        first, *also = standards_for(given.kind, given.standard or [each.key for each in in_use(opened)])
        options = PackOptions(period, given.to, given.kind, given.pack_language or opened.settings.language,
                              given.recipient, first, given.page, also=tuple(also))
        # The pack says it in the reader's language, we say it in that of the person in front of us.
        findings = check_workspace(opened, today, period=period)
        made = build_pack(opened, options, bar)
    for finding in findings:
        _print(_told(finding))
    _print(_("The pack is in {folder}").format(folder=made.folder))
    if made.zip is not None:
        _print(_("Zip: {path}").format(path=made.zip))
    _print(_("Root hash: {hash}").format(hash=made.root_hash))
    return True


def self_check(given: argparse.Namespace) -> bool:
    """Try the whole program once and say what does not work here."""
    from armdesk import self_check as trial

    with tempfile.TemporaryDirectory() as scratch, Bar() as bar:
        whole = True
        for text, problem in trial.run(given.keep or Path(scratch), bar):
            sign = _sign("✗", "!") if problem else _sign("✓", "+")
            _print(f"{sign} {text}" + (f": {problem}" if problem else ""))
            whole = whole and not problem
    return whole
