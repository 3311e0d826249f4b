"""Pages being filled from top to bottom: places, text, lines, links, foot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import IO, Any, cast

from armdesk import look
from armdesk.exports.links import file_address
from armdesk.exports.pdf_fonts import LEADING, SMALL, Fonts, Style, main_font
from armdesk.exports.pdf_stream import Aside, form_newest, write_as_formed
from armdesk.exports.pdf_text import Piece, elided
from armdesk.exports.pictures import Picture, packed
from armdesk.i18n import _

MM = 72 / 25.4
MARGIN = 18 * MM
PAPERS = {"A3": (297 * MM, 420 * MM), "A4": (210 * MM, 297 * MM), "A5": (148 * MM, 210 * MM), "Letter": (612.0, 792.0)}
_FOOT = 10 * MM
_COUNT_FORM = "count"
_MONO_FOOT = Style("mono", 7, look.LIGHT.quiet)
_PRODUCER = "armdesk"
_LEVEL = (1.0, 0.0)


def colour_operands(colour: str) -> str:
    """A colour as PDF writes it: three shares of one."""
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3f}" for place in (1, 3, 5))


class Pen:
    """Draws a document page by page.  Units: points, y counts upwards from the foot of the page.

    Shape: y is the place where the next block begins; left, right, top and bottom bound the text.
    """

    def __init__(self, stream: IO[bytes], paper: str, language: str, foot: tuple[str, str], to_root: str = "") -> None:
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        # Closed for good: no file or address is ever read because a text names it; plain bytes, no ASCII85.
        rl_config.trustedHosts, rl_config.trustedSchemes, rl_config.useA85 = [], [], 0
        font = main_font()
        rl_config.canvas_basefontname = rl_config.defaultGraphicsFontName = font
        self.paper = PAPERS[paper]
        # The stubs of reportlab know neither the name of a first font nor forms with a box of fractions.
        make = cast("Any", Canvas)
        self.canvas = make(
            stream, self.paper, pageCompression=1, invariant=1, initialFontName=font, lang=language, pdfVersion=(1, 4)
        )
        write_as_formed(self.canvas, stream)
        self._stream = stream
        self._pictures: Aside | None = None
        self.fonts = Fonts(self.canvas._doc)  # noqa: SLF001 - reportlab gives fonts no other way to their document
        self.language = language
        self._foot, self._to_root = foot, to_root
        self.page = 0
        self.has_foot = True
        self._keys: dict[str, str] = {}
        self._open: set[str] = set()
        self._begin(self.paper)

    # -- pages ------------------------------------------------------------------------------------------------

    def _begin(self, size: tuple[float, float]) -> None:
        self.page += 1
        self.size = size
        self.left, self.right = MARGIN, size[0] - MARGIN
        self.top, self.bottom = size[1] - MARGIN, MARGIN + 6
        self.width = self.right - self.left
        self.y = self.top
        self._shapes: list[str] = []
        self._words: list[str] = []
        self._forms: list[tuple[str, float, float]] = []
        self._font = self._ink = ""

    @property
    def is_landscape(self) -> bool:
        """Whether the page in hand lies on its side."""
        return self.size[0] > self.size[1]

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y == self.top

    def new_page(self, *, landscape: bool = False) -> None:
        """Close the page and begin the next."""
        self._close()
        size = (self.paper[1], self.paper[0]) if landscape else self.paper
        self.canvas.setPageSize(size)
        self._begin(size)

    def begin_page(self, *, landscape: bool) -> None:
        """Go on with a fresh page in this direction; one on which nothing stands yet is turned."""
        if not self.is_fresh:
            self.new_page(landscape=landscape)
            return
        self.page -= 1
        size = (self.paper[1], self.paper[0]) if landscape else self.paper
        self.canvas.setPageSize(size)
        self._begin(size)

    def need(self, height: float) -> bool:
        """Begin a new page unless this much room is left; says whether it did."""
        if self.y - height >= self.bottom or self.is_fresh:
            return False
        self.new_page(landscape=self.is_landscape)
        return True

    def end_pages(self) -> None:
        """Close the last page, or take it back if nothing stands on it; forms may be written from now on."""
        if self.is_fresh and self.page > 1:
            self.page -= 1
        else:
            self._close()

    def finish(self) -> None:
        """Write the number of pages on all, and the file.  Errors: ExportError (a character that no font has)."""
        self.write_form(_COUNT_FORM, [(0, 0, str(self.page), SMALL)], (0, -4, 60, 12))
        self.fonts.check()
        self.canvas.save()
        self.close()

    def close(self) -> None:
        """Let go of the pictures that lie on the disk meanwhile."""
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None

    def write_form(
        self, name: str, texts: Iterable[tuple[float, float, str, Style]], box: tuple[float, float, float, float]
    ) -> None:
        """Fill a form that pages already refer to: what is known only at the end."""
        self.canvas.beginForm(name, *box)
        self._words, self._font, self._ink = [], "", ""
        for x, y, text, style in texts:
            self.text(x, y, text, style)
        self.canvas.addLiteral("BT " + " ".join(self._words) + " ET")
        self.canvas.endForm()

    def _close(self) -> None:
        if self.has_foot:
            self._draw_foot()
        if self._shapes:
            self.canvas.addLiteral("\n".join(self._shapes))
        if self._words:
            self.canvas.addLiteral("BT\n" + "\n".join(self._words) + "\nET")
        for name, x, y in self._forms:  # behind the words, for programs that read pages aloud in this order
            self.canvas.saveState()
            self.canvas.translate(x, y)
            self.canvas.doForm(name)
            self.canvas.restoreState()
        self.canvas.showPage()

    def _draw_foot(self) -> None:
        title, code = self._foot
        self.line(self.left, _FOOT + 12, self.right, _FOOT + 12, look.LIGHT.line)
        third = self.width / 2 - 70
        code = elided(self.fonts, code, _MONO_FOOT, third)
        self.text(self.right - self.fonts.width(code, _MONO_FOOT), _FOOT, code, _MONO_FOOT)
        self.text(self.left, _FOOT, elided(self.fonts, title, SMALL, third), SMALL)
        middle = (self.left + self.right) / 2
        before = _("Page {page} of").format(page=self.page) + " "
        start = middle - (self.fonts.width(before, SMALL) + self.fonts.width("000", SMALL)) / 2
        self.text(start, _FOOT, before, SMALL)
        self.place_form(_COUNT_FORM, start + self.fonts.width(before, SMALL), _FOOT)

    def place_form(self, name: str, x: float, y: float) -> None:
        """Show a form here that is written at the end."""
        self._forms.append((name, x, y))

    # -- words ------------------------------------------------------------------------------------------------

    def text(self, x: float, y: float, text: str, style: Style, turn: tuple[float, float] = _LEVEL) -> None:
        """Draw one line; y is its base line, turn the cosine and sine of its slope."""
        if not text:
            return
        words = self._words
        if style.colour != self._ink:
            self._ink = style.colour
            words.append(colour_operands(style.colour) + " rg")
        slope = "1 0 0 1" if turn == _LEVEL else f"{turn[0]:.4f} {turn[1]:.4f} {-turn[1]:.4f} {turn[0]:.4f}"
        words.append(f"{slope} {x:.2f} {y:.2f} Tm")
        for font, operator in self.fonts.pieces(text, style):
            wanted = f"{font} {style.size:g} Tf"
            if wanted != self._font:
                self._font = wanted
                words.append(wanted)
            words.append(operator)

    def lines(self, lines: Iterable[str], style: Style, *, x: float | None = None, leading: float = LEADING) -> None:
        """Draw lines under each other from the current place, over pages if need be."""
        step = style.size * leading
        for line in lines:
            self.need(step)
            self.y -= step
            self.text(self.left if x is None else x, self.y + step * 0.28, line, style)

    def flowed(self, lines: Iterable[list[Piece]], x: float, step: float) -> None:
        """Draw lines of mixed words with their links."""
        for line in lines:
            self.need(step)
            self.y -= step
            base = self.y + step * 0.28
            for piece in line:
                self.text(x + piece.x, base, piece.text, piece.style)
                if piece.target and self.link(piece.target, x + piece.x, self.y, piece.width, step):
                    end = x + piece.x + self.fonts.width(piece.text.rstrip(), piece.style)
                    self.line(x + piece.x, base - 1.2, end, base - 1.2, piece.style.colour, 0.4)

    # -- shapes -----------------------------------------------------------------------------------------------

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.5) -> None:
        """Draw a straight line."""
        self._shapes.append(f"{colour_operands(colour)} RG {width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._shapes.append(f"{colour_operands(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def draw(self, operators: str) -> None:
        """Add shapes in the words of PDF itself."""
        self._shapes.append(operators)

    def image(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Place a picture; the same picture is stored once however often it is placed."""
        self.canvas.drawImage(packed(picture), x, y, width, height)
        if self._pictures is None:
            self._pictures = Aside(self._stream)
        self._pictures.take_newest(self.canvas)

    # -- links ------------------------------------------------------------------------------------------------

    def open_anchors(self, wanted: Iterable[str], written: Iterable[str]) -> None:
        """Say which places are led to and which exist, so that no link leads nowhere."""
        self._open = set(wanted) & set(written)
        self._keys = {anchor: f"a{number}" for number, anchor in enumerate(sorted(self._open))}

    def anchor(self, name: str, *, above: float = 12) -> None:
        """Mark the current place for links; the first place of a name is the one they lead to."""
        if name in self._open:
            self._open.discard(name)
            self.canvas.bookmarkHorizontal(self._keys[name], 0, min(self.y + above, self.size[1]))

    def link(self, target: str, x: float, y: float, width: float, height: float) -> bool:
        """Make a rectangle lead somewhere; says whether it does."""
        box = (x, y, x + width, y + height)
        if target.startswith("#"):
            key = self._keys.get(target[1:])
            if key is not None:
                self.canvas.linkRect("", key, box)
            return key is not None
        address = file_address(target, self._to_root)
        if address:
            self.canvas.linkURL(address, box, relative=1)
            form_newest(self.canvas)
        return bool(address)

    def describe(self, title: str, author: str, subject: str, made_on: date) -> None:
        """What the file says of itself; its date is that of the document, never the clock's."""
        canvas = self.canvas
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(subject)
        canvas.setDateFormatter(lambda *_now: f"D:{made_on:%Y%m%d}000000+00'00'")
        canvas.setCreator(_PRODUCER)
        canvas.setProducer(_PRODUCER)
        canvas.setViewerPreference("DisplayDocTitle", "true")
