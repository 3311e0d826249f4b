"""Draws small and large pictures of files away from the window; kept in memory only, never on the disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from armdesk.errors import ArmdeskError

_KEPT = 400


class Drawer(QObject):
    """One thread that looks at files; it never touches the database.

    drawn carries the key of a picture that is there now; refused a key and the sentence why there is none.
    """

    drawn = Signal(str)
    refused = Signal(str, str)
    _ready = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
        self._waiting: dict[str, Future[None]] = {}
        self._kept: OrderedDict[str, QPixmap | str] = OrderedDict()
        self._ready.connect(self._on_ready, Qt.ConnectionType.QueuedConnection)
        thread = self._thread
        self.destroyed.connect(lambda: thread.shutdown(wait=False, cancel_futures=True))

    def picture(self, key: str, draw: Callable[[], bytes]) -> QPixmap | str | None:
        """A picture if it is there, the sentence why there is none, or None while it is being drawn."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._waiting:
            self._waiting[key] = self._thread.submit(self._draw, key, draw)
        return None

    def forget_waiting(self) -> None:
        """Draw no more of what was asked for and is out of sight."""
        for key, future in list(self._waiting.items()):
            if future.cancel():
                del self._waiting[key]

    def idle(self) -> bool:
        """Whether nothing is being drawn."""
        return not self._waiting

    def _draw(self, key: str, draw: Callable[[], bytes]) -> None:
        """Runs in the thread."""
        try:
            image = QImage.fromData(draw())
            answer: object = image
        except ArmdeskError as error:
            answer = str(error)
        except (OSError, ValueError) as error:
            answer = type(error).__name__
        self._ready.emit(key, answer)

    def _on_ready(self, key: str, answer: object) -> None:
        self._waiting.pop(key, None)
        self._kept[key] = QPixmap.fromImage(answer) if isinstance(answer, QImage) else str(answer)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        if isinstance(answer, QImage):
            self.drawn.emit(key)
        else:
            self.refused.emit(key, str(answer))
