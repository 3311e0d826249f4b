"""Shows a kept document: pictures upright, PDF page by page, nothing else; the program never opens a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPixmap, QResizeEvent, QShortcut, QTransform, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QWidget

from armdesk.evidence import pdfs, pictures
from armdesk.i18n import _
from ui import texts
from ui.drawer import Drawer
from ui.layouts import column_in
from ui.theme import Theme, icon_button

_PAGE_WIDTH, _PICTURE_SIDE, _THUMB = 1400, 2200, 160
_STEPS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True)
class Shown:
    """A file to look at.  Shape: pages 0 where it has none."""

    path: Path
    sha256: str
    media_type: str
    name: str
    pages: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it is drawn as a picture."""
        return self.media_type.startswith("image/") and self.media_type != "image/svg+xml"

    @property
    def is_pdf(self) -> bool:
        """Whether it has pages."""
        return self.media_type == "application/pdf"


def thumbnail(drawer: Drawer, file: Shown) -> QPixmap | None:
    """A small picture of a file, None where there is none yet."""
    if file.is_picture:
        found = drawer.picture(f"small/{file.sha256}", lambda: pictures.thumbnail(file.path, _THUMB))
    elif file.is_pdf:
        found = drawer.picture(f"small/{file.sha256}", lambda: pdfs.render_page(file.path, 1, _THUMB))
    else:
        return None
    return found if isinstance(found, QPixmap) else None


class Preview(QWidget):
    """One file in view, with its pages and its size."""

    def __init__(self, theme: Theme, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawer, self._line = drawer, QColor(theme.colours.line)
        self.file: Shown | None = None
        self.page, self._zoom, self._turned = 1, 0.0, 0
        self._picture: QPixmap | None = None
        column = column_in(self, 4)
        self.area = QScrollArea()
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setAccessibleName(_("Preview"))
        self.area.viewport().installEventFilter(self)
        self.picture = QLabel()
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.area.setWidget(self.picture)
        self.area.setWidgetResizable(True)
        column.addWidget(self.area, 1)
        row = QHBoxLayout()
        self.before = icon_button(theme, "back", _("Page before (Ctrl+Left)"))
        self.after = icon_button(theme, "forward", _("Next page (Ctrl+Right)"))
        self.pages = texts.label(role="quiet")
        self.smaller = icon_button(theme, "minus", _("Smaller (Ctrl+-)"))
        self.larger = icon_button(theme, "plus", _("Larger (Ctrl++)"))
        self.scale = texts.label(role="quiet")
        self.around = icon_button(theme, "redo", _("Turn on the screen (Ctrl+R); the file stays as it is"))
        self.whole = icon_button(theme, "fit", _("Fit into the window (Ctrl+0)"))
        for each in (self.before, self.pages, self.after):
            row.addWidget(each)
        row.addStretch(1)
        for each in (self.scale, self.around, self.smaller, self.larger, self.whole):
            row.addWidget(each)
        column.addLayout(row)
        for button, run, keys in (
            (self.before, lambda: self.turn(-1), "Ctrl+Left"), (self.after, lambda: self.turn(1), "Ctrl+Right"),
            (self.smaller, lambda: self.zoom(-1), "Ctrl+-"), (self.larger, lambda: self.zoom(1), "Ctrl++"),
            (self.whole, lambda: self.zoom(0), "Ctrl+0"), (self.around, self.turn_around, "Ctrl+R"),
        ):
            button.clicked.connect(run)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        drawer.drawn.connect(lambda _key: self._draw())
        drawer.refused.connect(lambda _key, _text: self._draw())
        self.show_file(None)

    def show_file(self, file: Shown | None, page: int = 1) -> None:
        """Show another file, None for nothing."""
        self.file, self._zoom, self._picture, self._turned = file, 0.0, None, 0
        self.page = min(max(page, 1), max(file.pages, 1)) if file else 1
        self._draw()

    def turn(self, way: int) -> None:
        """The page before (-1) or after (1)."""
        if self.file is not None and 1 <= self.page + way <= self.file.pages:
            self.page += way
            self._picture = None
            self._draw()

    def zoom(self, way: int) -> None:
        """Larger (1), smaller (-1), or as large as there is room (0)."""
        if self._picture is None:
            return
        now = self._zoom or self._fitting()
        steps = [step for step in _STEPS if (step - now) * way > 0.01]
        self._zoom = 0.0 if way == 0 else (steps[0] if way > 0 else steps[-1]) if steps else now
        self._scale()

    def turn_around(self) -> None:
        """Turn what is shown by a quarter, for scans that lie on their side."""
        self._turned = (self._turned + 90) % 360
        self._scale()

    def _draw(self) -> None:
        file = self.file
        paged = file is not None and file.is_pdf and file.pages > 1
        for each in (self.before, self.after, self.pages):
            each.setVisible(paged)
        if file is None:
            self.say("")
            return
        self.pages.setText(_("Page {page} of {pages}").format(page=self.page, pages=file.pages))
        self.before.setEnabled(self.page > 1)
        self.after.setEnabled(self.page < file.pages)
        if self._picture is not None:
            return
        if file.is_picture:
            found = self._drawer.picture(f"large/{file.sha256}", lambda: pictures.thumbnail(file.path, _PICTURE_SIDE))
        elif file.is_pdf:
            page = self.page
            found = self._drawer.picture(f"large/{file.sha256}/{page}",
                                         lambda: pdfs.render_page(file.path, page, _PAGE_WIDTH))
        else:
            self.say(_("armdesk shows pictures and PDF. This file is kept as it is and never opened by the program."))
            return
        if isinstance(found, QPixmap):
            self._picture = found
            self._scale()
        else:
            self.say(found or _("Drawing …"))

    def say(self, words: str) -> None:
        """Show a sentence where the page would be."""
        self.picture.setPixmap(QPixmap())
        self.picture.setText(words)
        self.picture.setAccessibleName(words)
        self.scale.setText("")
        for each in (self.around, self.smaller, self.larger, self.whole):
            each.setEnabled(False)
        self.area.setWidgetResizable(True)

    def _fitting(self) -> float:
        if self._picture is None or self._picture.isNull():
            return 1.0
        room = self.area.viewport().size() - QSize(4, 4)
        size = self._picture.size() if self._turned % 180 == 0 else self._picture.size().transposed()
        return min(room.width() / size.width(), room.height() / size.height(), 1.5)

    def _scale(self) -> None:
        if self._picture is None or self._picture.isNull():
            return
        factor = self._zoom or self._fitting()
        change = QTransform().rotate(self._turned).scale(factor, factor)
        self.picture.setPixmap(self._edged(self._picture.transformed(
            change, Qt.TransformationMode.SmoothTransformation)))
        self.picture.setAccessibleName(self.file.name if self.file else "")
        fits = not self._zoom
        self.area.setWidgetResizable(fits)
        if not fits:
            self.picture.adjustSize()
        self.scale.setText(f"{round(factor * 100)} %")
        for each in (self.around, self.smaller, self.larger, self.whole):
            each.setEnabled(True)

    def _edged(self, page: QPixmap) -> QPixmap:
        """A page with a hairline around it, so that white paper is seen on a white ground."""
        painter = QPainter(page)
        painter.setPen(self._line)
        painter.drawRect(0, 0, page.width() - 1, page.height() - 1)
        painter.end()
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        if not self._zoom:
            self._scale()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel zoom."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

