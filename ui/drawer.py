"""Draws small and large pictures of files away from the window; kept in memory only, never on the disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from weakref import ReferenceType, ref

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from armdesk.errors import ArmdeskError

_KEPT = 400


class _Relay(QObject):
    """The one long-lived object whose signal comes back to the window's thread.

    A Drawer goes with its page or dialog while its thread may still be drawing: a signal of its own would then be sent
    by something that is gone.
    """

    ready = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.ready.connect(self._on_ready, Qt.ConnectionType.QueuedConnection)

    def _on_ready(self, whose: ReferenceType[Drawer], key: str, answer: object) -> None:
        drawer = whose()
        if drawer is not None and shiboken6.isValid(drawer):
            drawer.take(key, answer)


@lru_cache(maxsize=1)
def _relay() -> _Relay:
    """Made by the first Drawer, in the window's thread."""
    return _Relay()


class Drawer(QObject):
    """One thread that looks at files; it never touches the database.

    drawn carries the key of a picture that is there now; refused a key and the sentence why there is none.
    """

    drawn = Signal(str)
    refused = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
        self._waiting: dict[str, Future[None]] = {}
        self._kept: OrderedDict[str, QPixmap | str] = OrderedDict()
        _relay()
        thread, waiting = self._thread, self._waiting

        def end() -> None:
            thread.shutdown(wait=False, cancel_futures=True)
            waiting.clear()  # nobody takes what is still being drawn

        self.destroyed.connect(end)

    def picture(self, key: str, draw: Callable[[], bytes]) -> QPixmap | str | None:
        """A picture if it is there, the sentence why there is none, or None while it is being drawn."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._waiting:
            self._waiting[key] = self._thread.submit(_draw, _relay(), ref(self), key, draw)
        return None

    def forget_waiting(self) -> None:
        """Draw no more of what was asked for and is out of sight."""
        for key, future in list(self._waiting.items()):
            if future.cancel():
                del self._waiting[key]

    def idle(self) -> bool:
        """Whether nothing is being drawn."""
        return not self._waiting

    def take(self, key: str, answer: object) -> None:
        """Keep what was drawn, a picture or the sentence why there is none."""
        self._waiting.pop(key, None)
        self._kept[key] = QPixmap.fromImage(answer) if isinstance(answer, QImage) else str(answer)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        if isinstance(answer, QImage):
            self.drawn.emit(key)
        else:
            self.refused.emit(key, str(answer))


def _draw(relay: _Relay, whose: ReferenceType[Drawer], key: str, draw: Callable[[], bytes]) -> None:
    """Runs in the thread; knows nothing of the Drawer, which may be gone when it is done."""
    try:
        answer: object = QImage.fromData(draw())
    except ArmdeskError as error:
        answer = str(error)
    except (OSError, ValueError) as error:
        answer = type(error).__name__
    relay.ready.emit(whose, key, answer)
