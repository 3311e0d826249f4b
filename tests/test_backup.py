"""Backups prove themselves, come back whole, and are thinned out by rule."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from armdesk import backup, restore, rotation, swap, workspace
from armdesk.errors import BackupError, Cancelled, WorkspaceInUse, WrongPassword
from armdesk.models import Site

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def office(_empty_workspace, tmp_path):
    shutil.copytree(_empty_workspace, tmp_path / "office")
    opened = workspace.open_workspace(tmp_path / "office", author="tester", now=lambda: NOON)
    opened.store.save(Site(name="La Cumbre", code="LC"))
    yield opened
    opened.close()


def _names(folder, password=None):
    with workspace.open_workspace(folder, password=password, now=lambda: NOON) as opened:
        return [site.name for site in opened.store.all(Site)]


def test_a_backup_holds_the_newest_row_and_the_head_of_the_history(office):
    made = backup.make(office, "asked")
    kept = backup.verify(made)
    assert (kept.head_seq, kept.head_hash) == (office.store.head().seq, office.store.head().hash)
    assert kept.verified and kept.reason == "asked" and kept.schema >= 1


def test_restoring_brings_the_state_back_and_keeps_what_was_replaced(office):
    made = backup.make(office, "asked")
    office.store.save(Site(name="Later", code="LA"))
    office.close()
    replaced = restore.restore(made, office.folder, now=NOON)
    assert _names(office.folder) == ["La Cumbre"]
    assert replaced is not None and replaced.exists()
    with workspace.open_workspace(office.folder, now=lambda: NOON) as opened:
        assert opened.settings.frozen_backups


def test_a_backup_restores_into_an_empty_folder(office, tmp_path):
    made = backup.make(office, "asked", target=tmp_path / "stick")
    assert restore.restore(made, tmp_path / "new", now=NOON) is None
    assert _names(tmp_path / "new") == ["La Cumbre"]


def test_settings_catalogues_and_recipes_come_along_where_there_are_none(office, tmp_path):
    office.settings.currency = "PEN"
    office.keep_settings()
    for name, text in (("catalogues/own.json", '{"id": "ñ"}'), ("recipes/lots.json", "[]"), ("recipes/odd.json", "é")):
        (office.folder / name).parent.mkdir(exist_ok=True)
        (office.folder / name).write_text(text, encoding="latin-1")
    made = backup.make(office, "asked", target=tmp_path / "stick")
    (tmp_path / "new" / "recipes").mkdir(parents=True)
    (tmp_path / "new" / "recipes" / "lots.json").write_text("newer", encoding="utf-8")
    restore.restore(made, tmp_path / "new", now=NOON)
    with workspace.open_workspace(tmp_path / "new", now=lambda: NOON) as opened:
        assert opened.settings.currency == "PEN" and opened.settings.frozen_backups
    for name in ("catalogues/own.json", "recipes/odd.json"):
        assert (tmp_path / "new" / name).read_bytes() == (office.folder / name).read_bytes()
    assert (tmp_path / "new" / "recipes" / "lots.json").read_text("utf-8") == "newer"


@pytest.mark.parametrize("name", ["../stolen.json", "recipes/../../stolen.json", "keys.json", "armdesk.db",
                                  "recipes/a.exe", "/stolen.json", "recipes\\..\\stolen.json", "recipes/.json",
                                  "recipes/c:stolen.json"])
def test_a_note_cannot_bring_other_files(office, tmp_path, name):
    made = backup.make(office, "asked", target=tmp_path / "stick")
    note = {**backup.note_of(made), "belongings": {name: "x", "recipes/good.json": "y", "settings.json": 7}}
    made.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")
    restore.restore(made, tmp_path / "deep" / "new", now=NOON)
    found = {path.name for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == b"x"}
    assert not found and (tmp_path / "deep" / "new" / "recipes" / "good.json").read_text("utf-8") == "y"


def test_kept_documents_travel_to_another_disk_and_back(office, tmp_path):
    paper = tmp_path / "minutes.txt"
    paper.write_text("minutes", encoding="utf-8")
    kept = office.files.add(paper, "minutes.txt")
    made = backup.make(office, "asked", target=tmp_path / "stick")
    restore.restore(made, tmp_path / "new", now=NOON)
    with workspace.open_workspace(tmp_path / "new", now=lambda: NOON) as opened:
        assert opened.files.path(kept.sha256).read_text(encoding="utf-8") == "minutes"


@pytest.mark.parametrize("place", [100, 5_000, 20_000, -9])
def test_a_damaged_backup_is_refused_and_nothing_changes(office, place):
    made = backup.make(office, "asked")
    content = bytearray(made.read_bytes())
    content[place] ^= 0x55
    made.chmod(0o600)
    made.write_bytes(content)
    office.close()
    before = (office.folder / "armdesk.db").read_bytes()
    with pytest.raises(BackupError, match="damaged or was changed"):
        restore.restore(made, office.folder, now=NOON)
    assert (office.folder / "armdesk.db").read_bytes() == before


def test_pages_are_read_even_if_the_note_was_made_to_fit(office):
    made = backup.make(office, "asked")
    content = bytearray(made.read_bytes())
    content[9_000] ^= 0x55
    made.chmod(0o600)
    made.write_bytes(content)
    note = json.loads(made.with_suffix(".json").read_text(encoding="utf-8"))
    note["sha256"] = backup._sha256(made)
    made.with_suffix(".json").chmod(0o600)
    made.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")
    with pytest.raises(BackupError, match="damaged"):
        backup.verify(made)


def test_a_backup_without_its_note_says_so(office):
    made = backup.make(office, "asked")
    made.with_suffix(".json").unlink()
    with pytest.raises(BackupError, match="missing or damaged"):
        backup.verify(made)


def test_restoring_into_an_open_workspace_is_refused(office):
    made = backup.make(office, "asked")
    with pytest.raises(WorkspaceInUse):
        restore.restore(made, office.folder, now=NOON)


def test_a_backup_with_a_password_needs_it(tmp_path):
    with workspace.create(tmp_path / "locked", password="una frase larga", now=lambda: NOON) as opened:
        opened.store.save(Site(name="Secret", code="S"))
        made = backup.make(opened, "asked")
    with pytest.raises(WrongPassword):
        restore.restore(made, tmp_path / "other", now=NOON, password="otra frase larga")
    restore.restore(made, tmp_path / "other", now=NOON, password="una frase larga")
    assert _names(tmp_path / "other", "una frase larga") == ["Secret"]


class _StopAt:
    def __init__(self, calls):
        self.left = calls

    def step(self, done, total, text=""):
        self.left -= 1
        if self.left < 0:
            raise Cancelled("stop")


@pytest.mark.parametrize("calls", range(4))
def test_a_cancelled_backup_leaves_nothing_under_a_good_name(office, calls):
    with pytest.raises(Cancelled):
        backup.make(office, "asked", _StopAt(calls))
    assert not [path for path in office.backups.iterdir() if path.suffix in (".db", ".json")]


@pytest.mark.parametrize("stage", ["before", "marked", "aside", "swapped", "keys"])
def test_a_restore_cut_short_ends_old_or_new_never_neither(office, tmp_path, monkeypatch, stage):
    made = backup.make(office, "asked")
    office.store.save(Site(name="Later", code="LA"))
    office.close()

    class Cut(Exception):
        pass

    def cut(*_arguments, **_more):
        raise Cut

    # "swapped": the database is in place, its keys too, only the mark still stands.
    if stage == "before":
        monkeypatch.setattr(swap.atomic, "write_bytes", cut)
    elif stage == "marked":
        monkeypatch.setattr(swap, "finish", cut)
    elif stage == "aside":
        monkeypatch.setattr(swap, "_set_aside", cut)
    elif stage == "swapped":
        flush = swap.atomic.flush_folder
        monkeypatch.setattr(swap.atomic, "flush_folder",
                            lambda folder: flush(folder) if folder != office.folder or (folder / swap.STAGED).exists()
                            else cut())
    else:
        monkeypatch.setattr(swap.shutil, "copyfile", cut)
    with pytest.raises(Cut):
        restore.restore(made, office.folder, now=NOON)
    monkeypatch.undo()
    expected = ["La Cumbre", "Later"] if stage in ("before", "keys") else ["La Cumbre"]
    assert _names(office.folder) == expected
    assert not list(office.folder.glob("restoring*"))


def test_backups_are_listed_by_their_moment_not_by_the_clock_on_the_wall(office):
    """After a flight or the change of the hour a later copy may show an earlier hour."""
    for number, moment in enumerate(("2026-01-31T12:00:00-05:00", "2026-01-31T16:30:00+00:00")):
        made = backup.make(office, "asked")
        note = {**backup.note_of(made), "made_at": moment}
        made.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")
        assert len(backup.listed(office.backups)) == number + 1
    assert [each.made_at[-6:] for each in backup.listed(office.backups)] == ["-05:00", "+00:00"]


def test_a_note_cannot_name_another_file(office):
    made = backup.make(office, "asked")
    note = {**backup.note_of(made), "name": "../armdesk"}
    made.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")
    assert [each.name for each in backup.listed(office.backups)] == [made.stem]
    made.with_suffix(".json").write_text(json.dumps({**note, "made_at": "once"}), encoding="utf-8")
    assert backup.listed(office.backups) == []


def test_rotation_keeps_all_of_a_day_then_days_months_and_years():
    now = NOON
    moments = [now - timedelta(hours=hours) for hours in range(0, 24 * 900, 6)]
    gone = rotation.surplus([(moment, moment) for moment in moments], now)
    kept = [moment for moment in moments if moment not in gone]
    assert all(moment in kept for moment in moments if now - moment < timedelta(hours=24))
    assert len({moment.date() for moment in kept if now - moment < timedelta(days=29)}) >= 29
    assert {moment.year for moment in kept} == {moment.year for moment in moments}
    assert len({(moment.year, moment.month) for moment in kept}) >= 12
    assert len(kept) < 60


def test_rotation_never_throws_away_what_a_wrong_clock_dated_into_the_future():
    later = NOON + timedelta(days=4000)
    assert rotation.surplus([(later, "future"), (NOON, "now")], NOON) == []


def test_a_copy_of_the_bare_file_would_lose_the_newest_row(office, tmp_path):
    """Why backups are made page by page: the newest rows stand in the write-ahead log."""
    made = backup.make(office, "asked")
    plain = tmp_path / "plain"
    shutil.copytree(office.folder, plain, ignore=shutil.ignore_patterns("*-wal", "*-shm", "*.lock*"))
    restore.restore(made, tmp_path / "proper", now=NOON)
    assert _names(tmp_path / "proper") == ["La Cumbre"]
