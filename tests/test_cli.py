"""The command line does the whole job: an office's box becomes a workspace, and the workspace a pack that verifies."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from armdesk import cli, commands, workspace
from armdesk.models import CatalogueUse, Document, ImportRun, Person, Production, Sale
from armdesk.query import Query

DATA = Path(__file__).with_name("data")
BOX, RECIPES = DATA / "la-esperanza", DATA / "recipes" / "la-esperanza"
TRUTH = json.loads((BOX / "TRUTH.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("ARMDESK_CONFIG", str(tmp_path / "config"))


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """The papers of an office without their truth, and the workspace made of them."""
    folder = tmp_path_factory.mktemp("box")
    shutil.copytree(BOX, folder / "papers", ignore=shutil.ignore_patterns("TRUTH.json", "README.md"))
    given = ["import", str(folder / "office"), str(folder / "papers"), "--recipe", str(RECIPES), "--new",
             "--refused", str(folder / "refused"), "--language", "en"]
    return folder, cli.main(given)


def test_the_box_becomes_a_workspace(box):
    folder, code = box
    assert code == cli.FOUND  # rows were refused, as the truth says
    with workspace.open_workspace(folder / "office", read_only=True) as opened:
        store = opened.store
        assert store.count(Query(Person)) == TRUTH["people"]["distinct"]
        worked = [row for row in store.all(Production) if not row.no_work]
        assert len(worked) == TRUTH["production"]["data_rows"]
        assert store.total(Query(Production), "gross_mg") == round(TRUTH["production"]["total"]["gross_g"] * 1000)
        assert store.count(Query(Sale)) == TRUTH["sales"]["total"]["sales"]
        assert store.total(Query(Sale), "gross_mg") == round(TRUTH["sales"]["total"]["gross_g"] * 1000)
        papers = TRUTH["photos"]["count"] + TRUTH["scans"]["count"]
        assert sum(each.state == "inbox" for each in store.all(Document)) == papers
        assert all(row.source and row.source_row for row in worked)


def test_refused_rows_come_back_as_workbooks(box):
    folder, _code = box
    refused = sorted(path.name for path in (folder / "refused").iterdir())
    assert any("Produccion 2024" in name for name in refused) and all(name.endswith(".xlsx") for name in refused)


def test_the_same_box_again_changes_nothing(box):
    folder, _code = box
    with workspace.open_workspace(folder / "office", read_only=True) as opened:
        before, runs = opened.store.head(), opened.store.count(Query(ImportRun))
    cli.main(["import", str(folder / "office"), str(folder / "papers"), "--recipe", str(RECIPES)])
    with workspace.open_workspace(folder / "office", read_only=True) as opened:
        assert (opened.store.head(), opened.store.count(Query(ImportRun))) == (before, runs)


def test_check_finds_what_does_not_fit(box, capsys):
    folder, _code = box
    assert cli.main(["check", str(folder / "office"), "--day", TRUTH["reference_date"], "--json"]) == cli.FOUND
    found = json.loads(capsys.readouterr().out)
    sentences = " ".join(finding["sentence"] for finding in found)
    for title in TRUTH["documents"]["expired_at_reference_date"]:
        assert title in sentences
    assert any(finding["severity"] == "alarm" and "18" in finding["sentence"] for finding in found)


def test_check_asks_every_standard_in_use_and_says_of_which_it_speaks(tmp_path, capsys):
    with workspace.create(tmp_path / "office", author="tester") as opened:
        for key in ("craft-2.0", "fairmined-2.0"):
            opened.store.save(CatalogueUse(catalogue=key))
    assert cli.main(["check", str(tmp_path / "office"), "--language", "en", "--day", "2026-01-31"]) == cli.FOUND
    told = [line for line in capsys.readouterr().out.splitlines() if "no answer for this period" in line]
    assert [line.rpartition("(")[2] for line in told] == [
        "CRAFT Code 2.0, with the additions of 2.1)", "Fairmined Standard 2.0 for gold and associated precious metals)"]
    assert "212 requirements" in told[1]
    assert cli.main(["check", str(tmp_path / "office"), "--json", "--day", "2026-01-31"]) == cli.FOUND
    found = [each for each in json.loads(capsys.readouterr().out) if each["rule"] == "unanswered"]
    assert {each["where"][0].split("/")[1] for each in found} == {"craft-2.0", "fairmined-2.0"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_pack_of_the_box_verifies_and_one_changed_byte_is_named(box, tmp_path, capsys, language):
    folder, _code = box
    assert cli.main(["pack", str(folder / "office"), "--to", str(tmp_path), "--from-day", TRUTH["period"][0],
                     "--to-day", TRUTH["period"][1], "--pack-language", language]) == cli.OK
    [pack] = [path for path in tmp_path.iterdir() if path.is_dir() and (path / "bagit.txt").exists()]
    for made in (pack, *tmp_path.glob("*.zip")):
        assert cli.main(["verify", str(made)]) == cli.OK
    table = next((pack / "data").rglob("*.csv"))
    table.write_bytes(table.read_bytes().replace(b"2", b"3", 1))
    capsys.readouterr()
    assert cli.main(["verify", str(pack)]) == cli.FOUND
    assert table.name in capsys.readouterr().out


def test_backup_and_restore(box, tmp_path, capsys):
    folder, _code = box
    assert cli.main(["backup", str(folder / "office"), "--to", str(tmp_path / "stick")]) == cli.OK
    [copy] = (tmp_path / "stick").glob("*.db")
    assert cli.main(["restore", str(copy), str(tmp_path / "again")]) == cli.OK
    assert cli.main(["backup", str(tmp_path / "again")]) == cli.OK
    with workspace.open_workspace(tmp_path / "again", read_only=True) as opened:
        assert opened.store.count(Query(Sale)) == TRUTH["sales"]["total"]["sales"]
        assert all(opened.files.verify(sha256) for sha256 in opened.files.hashes())


def test_a_dry_run_changes_nothing(box, capsys):
    folder, _code = box
    with workspace.open_workspace(folder / "office", read_only=True) as opened:
        before = opened.store.head()
    cli.main(["import", str(folder / "office"), str(BOX / "Compradores.xlsx"), "--as", "stakeholder", "--dry-run"])
    with workspace.open_workspace(folder / "office", read_only=True) as opened:
        assert opened.store.head() == before


@pytest.mark.parametrize("words", [[], ["nonsense"], ["check"], ["verify", "--nonsense"], ["pack", "x"]])
def test_wrong_use_is_exit_code_2_without_a_traceback(words, capsys):
    assert cli.main(words or ["--nonsense"]) == cli.WRONG
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["check", "{0}/none"], ["verify", "{0}/none.zip"], ["backup", "{0}/none"],
                                   ["restore", "{0}/none.db", "{0}/x"], ["import", "{0}/none", "{0}/x.xlsx"]])
def test_what_is_not_there_is_one_sentence(words, tmp_path, capsys):
    code = cli.main([word.format(tmp_path) for word in words])
    said = capsys.readouterr()
    assert code in (cli.WRONG, cli.FOUND)
    assert len((said.err + said.out).strip().splitlines()) <= 3 and "Traceback" not in said.err


@pytest.mark.parametrize("command", ["demo", "import", "check", "pack", "verify", "backup", "restore", "self-check"])
def test_each_command_has_its_help(command, capsys):
    assert cli.main([command, "--help"]) == cli.OK
    assert command in capsys.readouterr().out


def test_a_stopped_demonstration_leaves_nothing(tmp_path, capsys, monkeypatch):
    def stop(*_given, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("armdesk.demo.build_demo", stop)
    assert cli.main(["demo", str(tmp_path / "demo"), "--language", "en"]) == cli.WRONG
    assert not (tmp_path / "demo").exists()
    assert "Nothing of it" in capsys.readouterr().err
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").touch()
    assert cli.main(["demo", str(tmp_path / "kept")]) == cli.WRONG and (tmp_path / "kept" / "letter.txt").exists()


def test_a_stopped_import_says_which_books_are_in(tmp_path, capsys, monkeypatch):
    from armdesk.importers import apply

    carry_out, done = apply.apply_import, []

    def once(*given, **more):
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return carry_out(*given, **more)

    monkeypatch.setattr(apply, "apply_import", once)
    (tmp_path / "a.csv").write_text("Nombre;Sexo\nAna Quispe;F\n", "utf-8")
    (tmp_path / "b.csv").write_text("Nombre;Sexo\nEva Mamani;F\n", "utf-8")
    words = [str(tmp_path / "ws"), str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--as", "person",
             "--language", "en"]
    assert cli.main(["import", "--new", *words]) == cli.WRONG
    assert "Stopped at b.csv" in capsys.readouterr().err
    with workspace.open_workspace(tmp_path / "ws") as opened:
        assert [each.name for each in opened.store.all(Person)] == ["Ana Quispe"]


@pytest.mark.parametrize("words", [
    ["import", "--new", "{}/ws", "{}/gone.xlsx"], ["verify", "{}/gone"], ["restore", "{}/gone.db", "{}/ws"],
    ["verify", "{}/" + "long" * 90], ["import", "{}/ws", "{}/a", "--recipe", "{}/gone"]])
def test_what_is_named_and_not_there_is_told_before_anything_is_made(words, tmp_path, capsys):
    (tmp_path / "a").touch()
    assert cli.main([*(word.format(tmp_path) for word in words), "--language", "en"]) == cli.WRONG
    told = capsys.readouterr()
    assert told.err.count("\n") == 1 and "is not there." in told.err and not told.out
    assert not (tmp_path / "ws").exists()


def test_what_the_system_says_of_a_folder_is_said_in_our_words(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert cli.main(["demo", str(tmp_path / "file" / "demo"), "--language", "en"]) == cli.WRONG
    # Windows says it of the file itself.
    told = "something of that name is there" if sys.platform == "win32" else "a part of the path is a file"
    assert told in capsys.readouterr().err


def test_a_pipe_that_knows_few_letters_ends_no_command(tmp_path):
    (tmp_path / "漢😀.csv").write_text("Nombre;Sexo\nAna Quispe;F\n", "utf-8")
    main = Path(cli.__file__).parent.parent / "main.py"
    words = ["import", "--new", str(tmp_path / "ws"), str(tmp_path / "漢😀.csv"), "--as", "person", "--language", "es"]
    done = subprocess.run([sys.executable, str(main), *words], capture_output=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert done.returncode == cli.OK and "\\u6f22" in done.stdout.decode("cp1252")
    done = subprocess.run([sys.executable, str(main), "--help"], capture_output=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "ascii", "LANG": "es_CO.UTF-8"})
    assert done.returncode == cli.OK and b"Traceback" not in done.stderr


def test_a_sign_a_pipe_of_windows_does_not_know_becomes_a_plain_one(monkeypatch):
    assert commands._sign("✓", "+") == "✓"
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "cp1252"))
    assert commands._sign("✓", "+") == "+"


@pytest.mark.parametrize(("windows", "code"), [(True, cli.OK), (False, cli.WRONG)])
def test_a_reader_who_leaves_is_told_by_windows_as_an_invalid_argument(tmp_path, monkeypatch, capfd, windows, code):
    def left(_path):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(commands, "verify", left)
    monkeypatch.setattr(cli, "_WINDOWS", windows)
    monkeypatch.setattr(os, "dup2", lambda *_handles: None)
    assert cli.main(["verify", str(tmp_path), "--language", "en"]) == code
    assert ("cannot be used" in capfd.readouterr().err) is not windows


def test_a_reader_who_left_before_the_last_words_is_no_fault(tmp_path):
    main = Path(cli.__file__).parent.parent / "main.py"
    with subprocess.Popen([sys.executable, str(main), "verify", str(tmp_path)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as told:
        told.stdout.close()
        assert told.stderr.read() == b"" and told.wait() == cli.OK


def test_a_book_another_program_has_open_is_named_and_not_taken_for_the_workspace(tmp_path, monkeypatch, capsys):
    """So Windows answers for a book that its spreadsheet lends nobody."""
    read = Path.open

    def held(self, *given, **named):
        if self.suffix == ".csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return read(self, *given, **named)

    (tmp_path / "a.csv").write_text("Nombre;Sexo\nAna Quispe;F\n", "utf-8")
    recipe = {"armdesk_recipe": 1, "files": ["a.csv"], "tables": [{
        "columns": {"name": "Nombre"}, "records": [{"type": "person", "fields": {"name": "name"}}]}]}
    (tmp_path / "a.json").write_text(json.dumps(recipe), "utf-8")
    monkeypatch.setattr(Path, "open", held)
    given = ["import", "--new", str(tmp_path / "ws"), str(tmp_path / "a.csv"), "--recipe", str(tmp_path / "a.json")]
    assert cli.main([*given, "--language", "en"]) == cli.WRONG
    assert "“a.csv” cannot be read; close it in other programs" in capsys.readouterr().err


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch, capsys):
    def held(_given):
        raise PermissionError(errno.EACCES, "Permission denied", "C:/box/word.txt")

    monkeypatch.setattr(commands, "verify", held)
    assert cli.main(["verify", str(tmp_path), "--language", "en"]) == cli.WRONG
    assert "“C:/box/word.txt” cannot be used: you may not" in capsys.readouterr().err


def test_an_account_without_a_name_is_no_fault(tmp_path, monkeypatch):
    def nobody():
        raise ImportError("pwd")

    monkeypatch.setattr("getpass.getuser", nobody)
    (tmp_path / "a.csv").write_text("Nombre;Sexo\nAna Quispe;F\n", "utf-8")
    cli.main(["import", "--new", str(tmp_path / "ws"), str(tmp_path / "a.csv"), "--as", "person"])
    with workspace.open_workspace(tmp_path / "ws") as opened:
        assert opened.store.operations(1)[0].author == "?"


def test_ctrl_c_while_the_program_is_being_read_is_no_traceback(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import builtins\nread = builtins.__import__\n"
        "def stop(name, *more):\n    if name == 'argparse':\n        raise KeyboardInterrupt\n"
        "    return read(name, *more)\n"
        "builtins.__import__ = stop\n", "utf-8")
    main = Path(cli.__file__).parent.parent / "main.py"
    done = subprocess.run([sys.executable, str(main), "check", str(tmp_path)], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False)
    assert done.returncode == cli.WRONG and done.stderr == ""


def test_a_password_is_asked_for_and_read_from_a_file(tmp_path, capsys):
    with workspace.create(tmp_path / "locked", password="una frase larga"):
        pass
    assert cli.main(["check", str(tmp_path / "locked")]) == cli.WRONG
    (tmp_path / "word").write_text("una frase larga\n", encoding="utf-8")
    assert cli.main(["check", str(tmp_path / "locked"), "--password-file", str(tmp_path / "word")]) == cli.FOUND
    (tmp_path / "word").write_text("otra frase larga\n", encoding="utf-8")
    assert cli.main(["check", str(tmp_path / "locked"), "--password-file", str(tmp_path / "word")]) == cli.WRONG


def test_self_check_passes(tmp_path, capsys):
    assert cli.main(["self-check", "--keep", str(tmp_path / "trial")]) == cli.OK
    assert "✗" not in capsys.readouterr().out


def test_started_as_a_program_it_speaks_to_a_pipe(tmp_path):
    main = Path(__file__).resolve().parent.parent / "main.py"
    done = subprocess.run([sys.executable, str(main), "verify", str(tmp_path)], capture_output=True, text=True,
                          check=False)
    assert done.returncode == cli.FOUND and done.stderr == "" and done.stdout.strip()
