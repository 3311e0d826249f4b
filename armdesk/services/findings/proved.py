"""When all was proved last, whether it is due again, and what an office reads of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from armdesk import proofs as proving
from armdesk.i18n import _, ngettext, speaking
from armdesk.progress import SILENT, Progress
from armdesk.proofs import Proofs
from armdesk.services.basis.limits import Limits
from armdesk.services.findings.checks import in_use, period_of
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES

if TYPE_CHECKING:
    from armdesk.store import Store
    from armdesk.workspace import Workspace

PROOF_DAYS = "proof_days"
"""Kind of the rate that says after how many days all is proved again."""
_USUAL = 7


@dataclass(frozen=True)
class Proved:
    """What the proofs say.  Shape: findings by rule; sentence tells in the reader's language how far all is right."""

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    sentence: str = ""


def is_due(store: Store) -> bool:
    """Whether all has to be proved: never yet, too long ago, or the file was written past the program."""
    mark = proving.last_whole(store.db) if store.marks_hold else None
    if mark is None:
        return True
    try:
        since = store.now() - datetime.fromisoformat(mark.at)
    except (ValueError, TypeError):
        return True
    days = Limits(store).value(PROOF_DAYS, store.now().date())
    return not timedelta(0) <= since < timedelta(days=int(_USUAL if days is None else days))


def look_over(workspace: Workspace, today: date, language: str, progress: Progress = SILENT) -> Proved:
    """Prove what changed, or all where that is due; beside the window.  Errors: Cancelled."""
    with speaking(language):
        look = Look(workspace.store, in_use(workspace)[0], period_of(workspace, today), today, workspace.files,
                    progress, whole=is_due(workspace.store))
        found = {name: list(each(look)) for name, each in RULES.items() if each.heavy}
        return Proved(found, told(look.proofs))


def told(proofs: Proofs) -> str:
    """How far all is right, in one or two sentences; "" where something is not, which the findings say."""
    records = proofs.records
    mark = records.mark
    if mark is None:
        return ""
    count, day = mark.seq - mark.whole, mark.at[:10]
    if records.whole:
        text = ngettext("History and registers proved as a whole: {count} entry, {rows} records.",
                        "History and registers proved as a whole: {count} entries, {rows} records.", mark.seq).format(
            count=mark.seq, rows=sum(mark.told.values()))
    elif count:
        text = ngettext("History and registers proved as a whole on {day}, and {count} entry since.",
                        "History and registers proved as a whole on {day}, and {count} entries since.", count).format(
            day=day, count=count)
    else:
        text = _("History and registers proved as a whole on {day}; nothing was written since.").format(day=day)
    if proofs.read:
        read = ngettext("{count} kept file was read.", "{count} kept files were read.", proofs.read)
        text = f"{text} {read.format(count=proofs.read)}"
    return text
