"""Writes blocks of a document as plain lines, for a terminal or a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from armdesk.exports.shown import NOT_STATED, formatter, heading
from armdesk.reports.document import Block, Facts, Heading, Paragraph, Table

_WIDEST = 40
"""Letters of one cell; what is longer is cut with a mark."""


def lines(blocks: Iterable[Block], language: str) -> Iterator[str]:
    """Headings, sentences, facts and tables, line by line; drawings and pictures are left out."""
    for block in blocks:
        if isinstance(block, Heading):
            yield ""
            yield block.text
            yield "=" * len(block.text) if block.level == 1 else "-" * len(block.text)
        elif isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Facts):
            yield from (f"{fact.label}: {fact.value}" for fact in block.facts)
        elif isinstance(block, Table):
            yield from _table(block, language)


def _table(table: Table, language: str) -> Iterator[str]:
    """Columns side by side, numbers to the right."""
    formats = [formatter(column, language) for column in table.columns]
    rows = [[_cut(show(value) or NOT_STATED) for show, value in zip(formats, row, strict=True)] for row in table.rows]
    heads = [_cut(heading(column)) for column in table.columns]
    widths = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
    right = [column.kind == "number" for column in table.columns]
    for cells in (heads, *rows):
        placed = (cell.rjust(width) if numeric else cell.ljust(width)
                  for cell, width, numeric in zip(cells, widths, right, strict=True))
        yield "  ".join(placed).rstrip()
    if not rows and table.empty_text:
        yield table.empty_text


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…"
