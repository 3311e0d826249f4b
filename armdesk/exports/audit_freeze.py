"""Freezes an audit: makes its evidence pack and keeps, with the audit, the codes by which it is known."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from armdesk.exports.pack import PackMade, PackOptions, build_pack
from armdesk.i18n import _
from armdesk.models import Audit, Pack
from armdesk.progress import SILENT, Progress
from armdesk.services.audit.audit_room import period_of, standards_of
from armdesk.services.packs.edition import kind_for
from armdesk.store import Store
from armdesk.workspace import Workspace


def options_for(workspace: Workspace, audit: Audit, target: Path, language: str, now: datetime) -> PackOptions:
    """The pack of an audit: its period, all its standards that are here, its auditor."""
    keys = [each.key for each in standards_of(workspace.store, audit)] or ["craft-2.0"]
    return PackOptions(period_of(audit, now.date()), target, kind_for(keys), language,
                       str(audit.auditor or audit.body or ""), keys[0], made_on=now.date(), also=tuple(keys[1:]))


def freeze(workspace: Workspace, audit: Audit, options: PackOptions, now: datetime,
           progress: Progress = SILENT) -> PackMade:
    """Make the pack and keep its codes with the audit.

    Errors: as of build_pack; then nothing is frozen.
    """
    made = build_pack(workspace, options, progress)
    keep(workspace.store, audit, made.record, now)
    return made


def keep(store: Store, audit: Audit, pack: Pack, now: datetime) -> Audit:
    """Keep with an audit which pack was frozen: its root hash and the head of the history it was made of."""
    fresh = store.get(Audit, audit.id) or audit
    fresh.frozen_on, fresh.frozen_at = now.date(), f"{now:%H:%M}"
    fresh.pack, fresh.pack_root = pack.id, pack.root_hash
    fresh.frozen_seq, fresh.frozen_head = pack.history_seq, pack.history_head
    store.save(fresh, _("Audit {code} frozen with pack {number}").format(code=fresh.code or fresh.title,
                                                                        number=pack.number))
    return fresh
