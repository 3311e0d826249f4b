"""Freed memory is given back where the C library keeps it, and elsewhere nothing happens."""

from __future__ import annotations

import sys

import pytest

from armdesk import memory


def test_other_systems_give_back_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setitem(sys.modules, "ctypes", type("Library", (), {
        "CDLL": lambda _name: type("Loaded", (), {"malloc_trim": lambda _self, _room: asked.append("trim")})()}))
    monkeypatch.setattr(sys, "platform", "win32")
    memory.give_back()
    assert asked == []
    monkeypatch.setattr(sys, "platform", "linux")
    memory.give_back()
    assert asked == ["trim"]


def test_a_c_library_without_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctypes", type("Library", (), {"CDLL": lambda _name: object()}))
    monkeypatch.setattr(sys, "platform", "linux")
    memory.give_back()


def test_the_library_of_this_computer_answers() -> None:
    memory.give_back()
