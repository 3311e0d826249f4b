"""The log of the program's own affairs, without anybody's values; a long one is put aside and a new one begun."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from ui import problems

_SIZE, _KEPT = 500_000, 3
"""Units: letters of a log before a new one begins; logs kept beside it."""


class _Turning(logging.FileHandler):
    """A log file of limited length.

    Python's own (logging.handlers) brings along sockets, queues and pickles, which cost each start of the program.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a log that is long by then becomes armdesk.log.1, the one before .2, and so on."""
        super().emit(record)
        if self.stream is not None and self.stream.tell() > _SIZE:
            self.close()
            path = Path(self.baseFilename)
            # Where another program holds the file, it grows on and is put aside at a later line.
            with suppress(OSError):
                for number in range(_KEPT, 0, -1):
                    older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
                    if older.exists():
                        older.replace(path.with_name(f"{path.name}.{number}"))


class _Faceless(logging.Formatter):
    """Log lines without the texts of errors: these could name people."""

    def format(self, record: logging.LogRecord) -> str:
        """A line of the log; what another handler made of the error is not taken over."""
        kept, record.exc_text = record.exc_text, None
        line = super().format(record)
        record.exc_text = kept
        return line

    def formatException(self, ei: Any) -> str:
        """Kind and places only."""
        kind, error, trace = ei
        return problems.anonymous(kind, trace, error)


def start_log(folder: Path) -> None:
    """Write a log of the program's own affairs, without anybody's values."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = _Turning(folder / "armdesk.log", encoding="utf-8")
    handler.setFormatter(_Faceless("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    levels = {QtMsgType.QtWarningMsg: logging.WARNING, QtMsgType.QtCriticalMsg: logging.ERROR,
              QtMsgType.QtFatalMsg: logging.CRITICAL}

    def from_qt(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        logging.getLogger("qt").log(levels.get(kind, logging.DEBUG), "%s", text)

    qInstallMessageHandler(from_qt)
