"""Health of the data file: eight damaged bytes are noticed wherever they are, a whole file is never accused.

Thirty places in every run; `pytest tests/test_health.py --damages 1000` for the long proof.
"""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from armdesk import backup, cli, health, keys, sqlite
from armdesk import workspace as workspaces
from armdesk.errors import DamagedWorkspace, LostLog
from armdesk.models import Lot, Site

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def _sound(_empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "office"
    shutil.copytree(_empty_workspace, folder)
    with workspaces.open_workspace(folder, author="tester", now=lambda: NOON) as opened:
        with opened.store.operation("many") as writer:
            writer.save_many(Lot, ({"code": f"M-{place}", "note": "x" * 50} for place in range(300)), checked=True)
        backup.make(opened, "asked")
    return folder


@pytest.fixture
def office(_sound: Path, tmp_path: Path) -> Path:
    """A closed workspace with some rows and one proved backup, made once and copied for each test."""
    return Path(shutil.copytree(_sound, tmp_path / "office"))


def spoil(path: Path, place: int) -> None:
    """Turn eight bytes round."""
    content = bytearray(path.read_bytes())
    content[place : place + 8] = bytes(each ^ 0xA5 for each in content[place : place + 8])
    path.write_bytes(content)


def cut_off(source: Path, target: Path) -> Path:
    """A workspace as a power cut leaves it: the newest entry is in the log alone."""
    with workspaces.open_workspace(source, author="tester", now=lambda: NOON) as opened:
        opened.store.save(Site(name="La Cumbre", code="LC"))
        shutil.copytree(source, target)
    return target


def test_eight_damaged_bytes_anywhere_are_noticed_before_the_file_opens(office: Path, tmp_path: Path,
                                                                        pytestconfig: pytest.Config) -> None:
    whole = (office / "armdesk.db").read_bytes()
    chance, unnoticed = random.Random(7), []
    for _time in range(pytestconfig.getoption("--damages")):
        place = chance.randrange(len(whole) - 8)
        spoil(office / "armdesk.db", place)
        damaged = (office / "armdesk.db").read_bytes()
        try:
            workspaces.open_workspace(office).close()
            unnoticed.append(place)
        except DamagedWorkspace:
            pass
        assert (office / "armdesk.db").read_bytes() == damaged, "the original is kept as it is"
        (office / "armdesk.db").write_bytes(whole)
    assert unnoticed == []
    workspaces.open_workspace(office).close()


def _cut_short(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 + 100])


def _cut_at_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def _zeroed_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[9 * 4096 : 10 * 4096] = bytes(4096)
    path.write_bytes(content)


def _swapped_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[9 * 4096 : 10 * 4096], content[10 * 4096 : 11 * 4096] = (
        content[10 * 4096 : 11 * 4096], content[9 * 4096 : 10 * 4096])
    path.write_bytes(content)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("harm", [_cut_short, _cut_at_a_page, _zeroed_page, _swapped_pages, _emptied, _gone])
def test_other_damage_is_noticed_and_the_original_kept(office: Path, harm: object, read_only: bool) -> None:
    path = office / "armdesk.db"
    harm(path)  # type: ignore[operator]
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(DamagedWorkspace) as raised:
        workspaces.open_workspace(office, read_only=read_only)
    assert not isinstance(raised.value, LostLog)
    assert (path.read_bytes() if path.exists() else None) == before
    assert not (office / "armdesk.lock.json").exists()


def test_a_log_that_is_gone_is_noticed_each_time_until_somebody_decides(office: Path, tmp_path: Path) -> None:
    folder = cut_off(office, tmp_path / "cut")
    log = folder / "armdesk.db-wal"
    kept = log.read_bytes()
    log.unlink()
    (folder / "armdesk.db-shm").unlink(missing_ok=True)
    for read_only in (False, True, False):
        with pytest.raises(LostLog, match=r"armdesk\.db-wal"):
            workspaces.open_workspace(folder, read_only=read_only)
    shutil.copytree(folder, tmp_path / "second")
    log.write_bytes(kept)
    with workspaces.open_workspace(folder) as opened:
        assert [each.name for each in opened.store.all(Site)] == ["La Cumbre"]
    with workspaces.open_workspace(tmp_path / "second", without_log=True) as opened:
        assert opened.store.all(Site) == []
    workspaces.open_workspace(tmp_path / "second").close()


def test_a_log_that_waits_is_no_damage(office: Path, tmp_path: Path) -> None:
    folder = cut_off(office, tmp_path / "cut")
    assert health.waiting_log(folder / "armdesk.db")
    with workspaces.open_workspace(folder) as opened:
        assert opened.cut_off and len(opened.store.all(Site)) == 1
    with workspaces.open_workspace(folder) as opened:
        assert not opened.cut_off


def test_a_page_torn_while_the_log_was_carried_over_is_no_damage(office: Path, tmp_path: Path) -> None:
    """The power went while pages of the log were copied into the database: the log holds them whole."""
    folder = cut_off(office, tmp_path / "cut")
    log = (folder / "armdesk.db-wal").read_bytes()
    frames = [int.from_bytes(log[place : place + 4], "big") for place in range(32, len(log), 24 + 4096)]
    assert frames
    for number in set(frames):
        if number * 4096 <= (folder / "armdesk.db").stat().st_size:
            spoil(folder / "armdesk.db", (number - 1) * 4096 + 1000)
    with workspaces.open_workspace(folder) as opened:
        assert [each.name for each in opened.store.all(Site)] == ["La Cumbre"]
        assert sqlite.damage(opened.db.connection(), log_waits=True) == []


def test_a_page_that_is_damaged_beside_a_waiting_log_is_noticed(office: Path, tmp_path: Path) -> None:
    folder = cut_off(office, tmp_path / "cut")
    log = (folder / "armdesk.db-wal").read_bytes()
    frames = {int.from_bytes(log[place : place + 4], "big") for place in range(32, len(log), 24 + 4096)}
    with workspaces.open_workspace(office) as opened:
        root = opened.db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'payment'").fetchone()[0]
    assert root not in frames
    spoil(folder / "armdesk.db", (root - 1) * 4096 + 2000)
    with pytest.raises(DamagedWorkspace):
        workspaces.open_workspace(folder)


def test_an_open_file_that_is_written_meanwhile_is_never_accused(office: Path) -> None:
    with workspaces.open_workspace(office, now=lambda: NOON) as opened:
        check = health.PageCheck(opened.path, opened.key)
        number = 0
        while check.slice(16):
            number += 1
            opened.store.save(Site(name=f"Site {number}", code=f"S{number}"))
        assert check.done == check.total > 100
        health.judge(check, opened.path, opened.key, alone=False)


def test_damage_of_an_open_file_is_confirmed(office: Path) -> None:
    with workspaces.open_workspace(office, now=lambda: NOON) as opened:
        opened.store.save(Site(name="La Cumbre", code="LC"))
        root = opened.db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'payment'").fetchone()[0]
        with opened.path.open("r+b") as file:  # as a failing disk would
            file.seek((root - 1) * 4096 + 2000)
            file.write(b"\xa5" * 8)
        check = health.PageCheck(opened.path, opened.key)
        while check.slice():
            pass
        with pytest.raises(DamagedWorkspace, match=f"1 of {check.total}"):
            health.judge(check, opened.path, opened.key, alone=False)


def test_the_day_of_the_last_reading_is_remembered_for_this_very_file(office: Path, tmp_path: Path) -> None:
    path = office / "armdesk.db"
    with workspaces.open_workspace(office, now=lambda: NOON) as opened:
        backup.make(opened, "asked")
    assert health.last_read(office, path) == NOON, "a backup has read every page"
    assert not health.is_due(office, path, NOON + timedelta(days=6))
    assert health.is_due(office, path, NOON + timedelta(days=7))
    assert health.is_due(office, path, NOON - timedelta(hours=1)), "a clock set back"
    shutil.copytree(office, tmp_path / "copy")
    assert health.is_due(tmp_path / "copy", tmp_path / "copy" / "armdesk.db", NOON), "another file, maybe another disk"
    for note in ("{", "[]", '{"at": "yesterday"}', '{"at": 7}'):
        (office / "checked.json").write_text(note)
        assert health.is_due(office, path, NOON)


@pytest.fixture
def large(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that counts as too large to be read before it opens."""
    monkeypatch.setattr(health, "SMALL", 1000)
    return office


def test_a_large_file_is_not_read_before_it_opens(large: Path) -> None:
    with workspaces.open_workspace(large) as opened:
        free = opened.db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'payment'").fetchone()[0]
    spoil(large / "armdesk.db", (free - 1) * 4096 + 2000)
    workspaces.open_workspace(large, now=lambda: NOON).close()


@pytest.mark.parametrize("command", ["backup", "pack", "import"])
def test_a_command_that_writes_reads_every_page_first(large: Path, tmp_path: Path, command: str,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    with workspaces.open_workspace(large) as opened:
        free = opened.db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'payment'").fetchone()[0]
    spoil(large / "armdesk.db", (free - 1) * 4096 + 2000)
    before = (large / "armdesk.db").read_bytes()
    (tmp_path / "lots.csv").write_text("code\nL-1\n")
    words = {"backup": ["backup", str(large)], "pack": ["pack", str(large), "--to", str(tmp_path / "pack")],
             "import": ["import", str(large), str(tmp_path / "lots.csv"), "--as", "lot"]}[command]
    assert cli.main([*words, "--language", "en"]) == cli.WRONG
    said = capsys.readouterr().err
    assert "is damaged" in said and backup.listed(large / "backups")[0].name in said
    assert (large / "armdesk.db").read_bytes() == before
    assert len(backup.listed(large / "backups")) == 1 and not (tmp_path / "pack").exists()


def test_a_stopped_reading_opens_nothing(large: Path, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(health, "refuse_damaged", stop)
    assert cli.main(["backup", str(large), "--language", "en"]) == cli.WRONG
    assert "Stopped" in capsys.readouterr().err
    workspaces.open_workspace(large).close()


def test_an_older_file_is_read_whole_before_it_is_brought_up(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from armdesk import schema

    monkeypatch.setattr(schema, "newest", lambda: 99)
    seen: list[Path] = []
    monkeypatch.setattr(health, "refuse_damaged", lambda path, _key: seen.append(path))
    monkeypatch.setattr(schema, "bring_up", lambda _db: None)
    with workspaces.open_workspace(large) as opened:
        assert seen == [opened.path]


def test_the_sum_of_a_page_is_that_of_sqlcipher(office: Path) -> None:
    """Proved by SQLCipher itself, which reads every page in its own way."""
    key = keys.unlock(office)
    connection = sqlite.connect(office / "armdesk.db", key)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    connection.close()
    check = health.PageCheck(office / "armdesk.db", key)
    while check.slice():
        pass
    assert check.broken == [] and check.total * 4096 == (office / "armdesk.db").stat().st_size


def test_a_workspace_under_restore_is_not_asked_for_its_log(office: Path, tmp_path: Path) -> None:
    from armdesk import restore

    folder = cut_off(office, tmp_path / "cut")
    (folder / "armdesk.db-wal").unlink()
    (folder / "armdesk.db-shm").unlink(missing_ok=True)
    made = next((folder / "backups").glob("*-asked.db"))
    restore.restore(made, folder, now=NOON)
    with workspaces.open_workspace(folder) as opened:
        assert len(opened.store.all(Lot)) == 300


