"""Each block of a document as HTML; all texts are escaped, so typed markup stays what it is: text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from armdesk.exports.html_charts import chart_picture, graph_picture
from armdesk.exports.links import file_address
from armdesk.exports.pictures import to_print
from armdesk.exports.shown import NOT_STATED, Formatter, formatter
from armdesk.exports.text import clean
from armdesk.i18n import N_, _
from armdesk.i18n_formats import MARKS
from armdesk.reports.document import (
    Block,
    Bullets,
    CellValue,
    Chart,
    Column,
    Fact,
    Facts,
    Graph,
    Heading,
    Link,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Signatures,
    Table,
)

TONES = {"good": N_("Good"), "note": N_("Note"), "warn": N_("Warning"), "alarm": N_("Alarm")}
_SIGNS = {
    "good": '<circle cx="9" cy="9" r="8"/><path d="M5 9.5l3 3 5-6"/>',
    "note": '<circle cx="9" cy="9" r="8"/><path d="M9 8.5v5M9 5v.1"/>',
    "warn": '<path d="M9 1.5L17 16.5H1z"/><path d="M9 6.5v5M9 14v.1"/>',
    "alarm": '<path d="M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z"/><path d="M9 4.5v6M9 13.5v.1"/>',
}
_EMBEDDED = 900
_CLASSES = {"number": ' class="n"', "date": ' class="d"', "code": ' class="d"', "note": ' class="w"'}


def text(words: str) -> str:
    """Typed words as HTML."""
    return escape(clean(words))


def name_of(anchor: str) -> str:
    """An anchor as the name of a place: without spaces, escaped."""
    return escape(re.sub(r"\s", "_", clean(anchor)))


class Blocks:
    """Writes blocks of one document.  Shape: to_root stands before links to files of the pack."""

    def __init__(self, language: str, to_root: str, known: set[str]) -> None:
        self._language, self._to_root, self._known = language, to_root, known
        self._named: set[str] = set()
        self._charts = 0

    def write(self, block: Block) -> Iterator[str]:
        """The block in pieces, so that a long table never stands in memory as a whole."""
        match block:
            case Paragraph():
                yield self._paragraph(block)
            case Bullets():
                yield self._bullets(block)
            case Facts():
                yield f'<dl class="facts"{self.place(block.anchor)}>{"".join(map(self._fact, block.facts))}</dl>\n'
            case Table():
                yield from self._table(block)
            case Chart():
                yield self._chart(block)
            case Graph():
                yield (f'<figure class="chart"{self.place(block.anchor)}><figcaption>{text(block.title)}</figcaption>'
                       f'<div class="scroll" tabindex="0" role="region">{graph_picture(block)}</div></figure>\n')
            case Photos():
                pictures = "".join(map(self._photo, block.photos))
                yield f'<div class="photos"{self.place(block.anchor)}>{pictures}</div>\n'
            case Signatures():
                yield "".join(f"<p>______________________<br>{text(name)} · {text(who)}</p>\n"
                              for who, name in block.places)
            case Heading() | PageBreak():
                return

    def heading(self, heading: Heading, own: str) -> str:
        """A heading under two names: that of the contents and its own anchor."""
        level = min(max(heading.level, 1), 3) + 1
        code = f'<span class="code">{text(heading.code)}</span>' if heading.code else ""
        inner = f"<span{self.place(heading.anchor)}></span>" if heading.anchor else ""
        return f'<h{level} id="{own}">{inner}{code}{text(heading.text)}</h{level}>\n'

    def place(self, anchor: str) -> str:
        """The attribute that names a place; a name is given once, to its first place."""
        if not anchor or anchor in self._named:
            return ""
        self._named.add(anchor)
        return f' id="{name_of(anchor)}"'

    def link(self, label: str, target: str) -> str:
        """Words that lead somewhere; only the words where the target is unknown or not ours."""
        if target.startswith("#"):
            name = re.sub(r"\s", "_", clean(target[1:]))
            address = "#" + quote(name) if target[1:] in self._known else ""
        else:
            address = file_address(target, self._to_root)
        return f'<a href="{escape(address)}">{text(label)}</a>' if address else text(label)

    def _links(self, links: Sequence[Link]) -> str:
        return " " + " · ".join(self.link(link.text, link.target) for link in links) if links else ""

    def _paragraph(self, block: Paragraph) -> str:
        words = text(block.text) + self._links(block.links)
        if block.tone not in TONES:
            quiet = ' class="quiet"' if block.tone == "quiet" else ""
            return f"<p{quiet}{self.place(block.anchor)}>{words}</p>\n"
        label = f"<strong>{text(_(TONES[block.tone]))}.</strong>"
        place = self.place(block.anchor)
        return f'<div class="tone {block.tone}"{place}>{_sign(block.tone)}<div>{label} {words}</div></div>\n'

    def _bullets(self, block: Bullets) -> str:
        links = [*block.links, *[()] * len(block.entries)]
        if block.signs:
            signed = (f"<li>{text(sign)} {text(e)}{self._links(own)}</li>"
                      for sign, e, own in zip(block.signs, block.entries, links, strict=False))
            return f'<ul class="signed">{"".join(signed)}</ul>\n'
        entries = (f"<li>{text(e)}{self._links(own)}</li>" for e, own in zip(block.entries, links, strict=False))
        return f"<ul>{''.join(entries)}</ul>\n"

    def _fact(self, fact: Fact) -> str:
        tone = f" {fact.tone}" if fact.tone in TONES else ""
        sign = _sign(fact.tone, text(_(TONES[fact.tone]))) if tone else ""
        value = self.link(fact.value, fact.target) if fact.target else text(fact.value)
        basis = f'<dd class="basis">{text(fact.note)}</dd>' if fact.note else ""
        return f'<div class="fact{tone}">{sign}<dt>{text(fact.label)}</dt><dd class="value">{value}</dd>{basis}</div>'

    # -- tables -----------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> Iterator[str]:
        place = self.place(table.anchor)
        if table.caption:
            yield f'<p class="caption"{place}>{text(table.caption)}</p>\n'
            place = ""
        if not table.rows:
            yield f'<p class="quiet"{place}>{text(table.empty_text or _("Nothing to show."))}</p>\n'
        else:
            label = text(table.caption or _("Table"))
            yield f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"{place}><table>\n<thead><tr>'
            yield "".join(map(_head, table.columns))
            yield "</tr></thead>\n<tbody>\n"
            cells = _Cells(table, self._language)
            for number, row in enumerate(table.rows):
                anchor = self.place(table.row_anchors[number]) if table.row_anchors else ""
                yield f"<tr{anchor}>{cells.row(row)}</tr>\n"
            yield "</tbody>"
            if table.totals is not None:
                yield f"\n<tfoot><tr>{cells.row(table.totals, empty='')}</tr></tfoot>"
            yield "</table></div>\n"
        yield _source(table.source)

    # -- pictures ---------------------------------------------------------------------------------------------

    def _chart(self, chart: Chart) -> str:
        self._charts += 1
        columns = (Column("", ""), *(Column(s.name, s.name, "number", chart.unit) for s in chart.series))
        rows = [(name, *(s.values[n] for s in chart.series)) for n, name in enumerate(chart.categories)]
        values = "".join(self._table(Table(columns, rows, empty_text=_("Nothing to show."))))
        words = text(_("Values of the chart"))
        return (
            f'<figure class="chart"{self.place(chart.anchor)}><figcaption>{text(chart.title)}</figcaption>'
            f"{chart_picture(chart, self._charts, self._language)}"
            f"<details><summary>{words}</summary>{values}</details></figure>\n"
            f"{_source(chart.source)}"
        )

    def _photo(self, photo: Photo) -> str:
        caption = text(photo.caption)
        address = file_address(photo.target, self._to_root)
        image = f'<img src="{escape(address or _embedded(photo))}" alt="{caption}" loading="lazy">'
        inner = f'<a href="{escape(address)}">{image}</a>' if address else image
        return f"<figure>{inner}<figcaption>{caption}</figcaption></figure>"


class _Cells:
    """Cells of a table; numbers with differing decimals are set back so that their marks stand below each other."""

    def __init__(self, table: Table, language: str) -> None:
        self._mark = MARKS.get(language, MARKS["en"])[0]
        self._columns = [(self._opening(c), formatter(c, language)) for c in table.columns]
        self._decimals = [
            max((self._places(show(row[n])) for row in table.rows), default=0)
            if column.kind == "number" and column.places is None else None
            for n, (column, (_tag, show)) in enumerate(zip(table.columns, self._columns, strict=True))
        ]  # fmt: skip

    def row(self, row: Sequence[CellValue], empty: str = NOT_STATED) -> str:
        """Cells of one row."""
        return "".join(
            self._cell(value, tag, show, decimals, empty)
            for value, (tag, show), decimals in zip(row, self._columns, self._decimals, strict=True)
        )

    def _cell(self, value: CellValue, tag: str, show: Formatter, decimals: int | None, empty: str) -> str:
        shown = show(value)
        if decimals and shown and self._places(shown) < decimals:
            missing = decimals - self._places(shown) + (0.45 if self._places(shown) == 0 else 0)
            tag = f'{tag} style="padding-right:calc(10px + {missing:g}ch)"'
        return f"<td{tag}>{text(shown) or empty}</td>"

    def _places(self, shown: str) -> int:
        return len(shown.partition(self._mark)[2])

    @staticmethod
    def _opening(column: Column) -> str:
        return _CLASSES.get(column.kind, "")


def _head(column: Column) -> str:
    unit = f"<small>{text(column.unit)}</small>" if column.unit else ""
    hint = f' title="{text(column.help)}"' if column.help else ""
    return f'<th scope="col"{_CLASSES.get(column.kind, "")}{hint}>{text(column.title)}{unit}</th>'


def _source(source: str) -> str:
    return f'<p class="source">{text(_("Source: {source}").format(source=source))}</p>\n' if source else ""


def _sign(tone: str, label: str = "") -> str:
    spoken = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return (
        f'<svg width="18" height="18" viewBox="0 0 18 18" {spoken} fill="none" stroke="var(--tone)" stroke-width="1.5" '
        f'stroke-linecap="round" stroke-linejoin="round">{_SIGNS[tone]}</svg>'
    )


def _embedded(photo: Photo) -> str:
    """A photo that lies in no pack goes into the file itself, small."""
    picture = to_print(photo.path, _EMBEDDED, _EMBEDDED)
    return "data:image/jpeg;base64," + base64.b64encode(picture.jpeg).decode() if picture else ""
