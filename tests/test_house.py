"""Walks the source: what ruff and import-linter cannot see of the rules of the house."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PROGRAM = [CHECKOUT / "main.py", CHECKOUT / "setup.py", *sorted((CHECKOUT / "armdesk").rglob("*.py")),
           *sorted((CHECKOUT / "ui").rglob("*.py"))]
SOURCES = [*PROGRAM, *sorted((CHECKOUT / "tests").glob("*.py")), *sorted((CHECKOUT / "bench").glob("*.py"))]

# The one door and what stands behind it (a contract keeps others from it), the making of the tables, the opening.
WRITERS = ("armdesk/store.py", "armdesk/writer.py", "armdesk/bulk.py", "armdesk/undo.py", "armdesk/history.py",
           "armdesk/migrations/", "armdesk/sqlite.py", "armdesk/word_index.py", "armdesk/gold_months.py",
           "armdesk/page_text.py", "armdesk/marks.py",
           "armdesk/evidence/twins.py")
WRITING_CALLS = {"bulk_create", "bulk_update", "delete_by_id", "delete_instance", "get_or_create", "insert_from",
                 "insert_many", "replace_many", "set_by_id"}
WRITING_OF_A_CLASS = {"create", "delete", "insert", "replace", "update"}
PAINTERS = {"canvas", "painter"}  # what they save is how they stand
WRITING_SQL = re.compile(
    r"\s*(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\b", re.IGNORECASE
)
MARKS = {"_", "N_", "ngettext"}
# In pieces, so that this file does not find itself.
FORBIDDEN = re.compile("|".join((
    r"(?<![\w.~*}-])/(?:" + "work|farm|root|tmp" + r")/\w", r"/\.lib" + "rary", "sub" + "-?agent",
    "farm" + "-(?:studio|bench)", "py" + r"pi\.org", "pythonhosted" + r"\.org", "npm" + r"js\.(?:org|com)",
    r"deb\.debian" + r"\.org", "TO" + "DO", "FIX" + "ME",
)))


def relative(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """What the file says; read once, and by every rule."""
    return ast.parse(path.read_text("utf-8"))


def called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def marked_wrongly(tree: ast.AST) -> Iterator[int]:
    """Lines of texts that gettext would never find again: filled before they are looked up."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in MARKS:
            continue
        for text in node.args[:2] if called(node) == "ngettext" else node.args[:1]:
            filled = isinstance(text, ast.JoinedStr | ast.BinOp)
            formatted = isinstance(text, ast.Call) and called(text) == "format"
            declared_empty = called(node) == "N_" and not isinstance(text, ast.Constant)
            if filled or formatted or declared_empty:
                yield node.lineno


def writes(tree: ast.AST) -> Iterator[int]:
    """Lines that change records past the one door, and so past checks and history."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, name = node.func.value, node.func.attr
            of_a_class = isinstance(owner, ast.Name) and re.match(r"(?!Q[A-Z])[A-Z]\w*[a-z]", owner.id) is not None
            of_a_record = name == "save" and not node.args and isinstance(owner, ast.Name) and owner.id not in PAINTERS
            if name in WRITING_CALLS or (of_a_class and name in WRITING_OF_A_CLASS) or of_a_record:
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.match(node.value):
            yield node.lineno
        elif isinstance(node, ast.Call) and called(node) == "Writer":
            yield node.lineno  # the store hands one out; whoever makes one himself has no operation around it


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def faults(find: Callable[[ast.AST], Iterator[int]], paths: list[Path]) -> list[str]:
    return [f"{relative(path)}:{line}" for path in paths for line in find(parsed(path))]


def kept_files() -> list[Path]:
    """Every text file of the project: what git knows, or, without git, what is not made by a tool."""
    listed = ""
    if git := shutil.which("git"):
        command = [git, "ls-files", "-co", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False).stdout.decode()
    paths = [CHECKOUT / name for name in listed.split("\0") if name]
    if not paths:
        rooms = ("armdesk", "ui", "tests", "bench", "docs", "resources", ".ci")
        paths = [*CHECKOUT.glob("*.*"), *(path for room in rooms for path in (CHECKOUT / room).rglob("*"))]
        paths = [path for path in paths if path.suffix not in {".mo", ".pyc"}]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def test_the_source_was_found() -> None:
    assert {"main.py", "armdesk/i18n.py", "ui/__init__.py"} <= {relative(path) for path in PROGRAM}
    assert Path(__file__).resolve() in SOURCES


def test_texts_are_marked_so_that_they_can_be_translated() -> None:
    assert faults(marked_wrongly, PROGRAM) == []


@pytest.mark.parametrize("line", [
    '_(f"{n} lots")',
    '_("a" + name)',
    '_("{n}".format(n=1))',
    '_("%s lots" % n)',
    "N_(label)",
    'ngettext("one", f"{n} lots", n)',
])
def test_a_text_filled_too_early_is_noticed(line: str) -> None:
    assert list(marked_wrongly(ast.parse(line))) == [1]


@pytest.mark.parametrize("line", [
    '_("{n} lots").format(n=1)',
    "_(label)",
    'N_("Lots")',
    'ngettext("one", "many", f(n))',
])
def test_a_text_filled_afterwards_is_fine(line: str) -> None:
    assert list(marked_wrongly(ast.parse(line))) == []


def test_only_the_store_writes_records() -> None:
    others = [path for path in PROGRAM if not relative(path).startswith(WRITERS)]
    assert faults(writes, others) == []


@pytest.mark.parametrize("line", [
    "lot.save()",
    "Writer(db, header)",
    "Lot.insert_many(rows)",
    "Lot.update(gross=1).execute()",
    "lot.delete_instance()",
    "Lot.create(number=1)",
    'db.execute_sql("DELETE FROM lot")',
    'run("insert or ignore into lot values (1)")',
    'run("UPDATE lot SET gross = 1")',
])
def test_a_write_past_the_store_is_noticed(line: str) -> None:
    assert list(writes(ast.parse(line))) == [1]


@pytest.mark.parametrize("line", [
    "store.save(lot)",
    "writer.save(lot)",
    "book.save(path)",
    "rows.insert(0, row)",
    "counts.update(more)",
    "canvas.save()",
    'QStyleFactory.create("Fusion")',
    "painter.save()",
    'title = "Update the list"',
    "LIMITS.update(more)",
])
def test_what_is_no_write_is_left_alone(line: str) -> None:
    assert list(writes(ast.parse(line))) == []


def test_the_core_knows_no_window() -> None:
    core = [path for path in PROGRAM if relative(path).startswith("armdesk/")]
    foreign = {relative(path): {name.split(".")[0] for name in imported(parsed(path))} for path in core}
    assert [name for name, roots in foreign.items() if roots & {"PySide6", "shiboken6", "ui"}] == []


def test_main_knows_the_screens_and_the_commands_only() -> None:
    known = imported(parsed(CHECKOUT / "main.py"))
    assert {name for name in known if name.startswith(("armdesk", "ui"))} == {"armdesk.cli", "ui.app"}


def test_every_file_says_in_one_sentence_what_it_does() -> None:
    silent = []
    for path in SOURCES:
        first = (ast.get_docstring(parsed(path)) or "").split("\n\n")[0]
        if not first.rstrip().endswith((".", ":", "?")):
            silent.append(relative(path))
    assert silent == []


def test_annotations_are_read_late_everywhere() -> None:
    modules = [path for path in SOURCES if len(parsed(path).body) > 1]
    late = "from __future__ import annotations"
    assert [relative(path) for path in modules if late not in path.read_text("utf-8")] == []


def test_the_project_speaks_of_itself_alone() -> None:
    found = [f"{relative(path)}: {match.group()}" for path in kept_files()
             for match in FORBIDDEN.finditer(path.read_text("utf-8", "replace"))]
    assert found == []


def test_words_that_do_not_belong_are_noticed() -> None:
    assert FORBIDDEN.search("see /" + "work/main")
    assert FORBIDDEN.search("https://py" + "pi.org/simple")
    assert not FORBIDDEN.search("frame/work/flow and ~/work/armdesk")


def test_nothing_slow_is_imported_before_it_is_used() -> None:
    """The window opens at once because workbooks, PDF, pictures and keys are loaded only when used."""
    slow = {"openpyxl", "reportlab", "lxml", "PIL", "pypdfium2", "python_calamine", "cryptography", "argon2", "babel"}
    names = [path.relative_to(CHECKOUT).with_suffix("").parts for path in PROGRAM]
    modules = [".".join(parts) for parts in names
               if parts[0] == "armdesk" and parts[-1].isidentifier() and not parts[-1].startswith("__")]
    look = ("import importlib, sys\n"
            "for name in sys.argv[1:]: importlib.import_module(name)\n"
            "print(*{name.split('.')[0] for name in sys.modules})")
    command = [sys.executable, "-c", look, *modules]
    loaded = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    assert slow & set(loaded) == set()
