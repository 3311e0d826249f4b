"""Small packs for the tests of bags and of their verification."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from armdesk.exports import bag
from armdesk.exports.howto import START, VERIFY, start_page, verify_text
from armdesk.exports.zipping import zip_bag
from armdesk.signing import SigningKey

KEY = SigningKey(bytes(range(32)))
OTHER_KEY = SigningKey(bytes(range(1, 33)))
DAY = date(2026, 1, 31)


def make_bag(folder: Path, number: int = 1, key: SigningKey = KEY, **labels: str) -> str:
    """A bag of a page, a table, a picture and an odd name; answers its root hash."""
    draw = random.Random(number)
    for name, content in {
        "index.html": b"<!DOCTYPE html><title>Pack</title>" + b"<p>Mina</p>" * 200,
        "data/production.csv": b"fecha,oro_g\n2025-01-02,12.5\n" * 300,
        "evidence/1.1 permits/título.pdf": b"%PDF-1.4" + draw.randbytes(3000),
        "evidence/foto.jpg": draw.randbytes(5000),
        "evidence/100% & más.txt": b"100",
        "evidence/empty.txt": b"",
    }.items():
        path = folder / bag.PAYLOAD / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / START).write_text(start_page("Cooperativa <La> & Mina"), encoding="utf-8")
    (folder / VERIFY).write_text(verify_text("Cooperativa", key.public()), encoding="utf-8", newline="\n")
    made = {
        "Source-Organization": "Cooperativa Minera", bag.MADE_ON: "2026-01-31", bag.PACK_NUMBER: str(number),
        bag.HISTORY_HEAD: f"{number * 100} {'a' * 64}",
    }
    made |= {name.replace("_", "-"): value for name, value in labels.items()}
    return bag.finish_bag(folder, made, key, "Pack 1")


def make_zip(folder: Path, target: Path) -> Path:
    """The zip of a bag."""
    zip_bag(folder, target, DAY)
    return target
