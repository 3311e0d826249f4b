"""Every text marked for translation can be collected: none hides inside an f-string or is glued together."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from armdesk import translations
from armdesk.translations import CHECKOUT, SOURCES

_MARKS = {"_": 1, "N_": 1, "ngettext": 2}
_PASSED_ON = ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.IfExp


def _calls(tree: ast.AST) -> Iterator[tuple[int, list[ast.expr]]]:
    """Line and texts of each marking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            yield node.lineno, node.args[: _MARKS[node.func.id]]


def _faults(source: str, collected: set[str]) -> list[str]:
    found = []
    for line, texts in _calls(ast.parse(source)):
        for text in texts:
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                if text.value and text.value not in collected:
                    found.append(f"{line}: not collected: {text.value!r}")
            elif not isinstance(text, _PASSED_ON):
                found.append(f"{line}: not one plain text")
    return found


@pytest.fixture(scope="module")
def collected() -> set[str]:
    texts: set[str] = set()
    for message in translations.extract():
        texts.update([message.id] if isinstance(message.id, str) else message.id)
    return texts


def test_every_marked_text_of_the_program_is_collected(collected: set[str]) -> None:
    places = [CHECKOUT / name for name in SOURCES]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    faults = {str(file.relative_to(CHECKOUT)): _faults(file.read_text(encoding="utf-8"), collected) for file in files}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "source",
    ["_(f'{count} lots')", "_('a lot of ' + name)", "_('%s lots' % count)", "f\"{_('hidden in here')}\"", "N_('new')"],
)
def test_a_text_that_cannot_be_collected_is_named(source: str) -> None:
    assert _faults(source, {"known"})


def test_a_plain_text_and_a_variable_pass() -> None:
    assert _faults("_('known'); _(field.label); ngettext('known', 'known', 2)", {"known"}) == []
