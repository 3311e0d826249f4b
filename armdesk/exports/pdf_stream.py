"""Lets a long PDF go to its file bit by bit, where reportlab would hold all of it until the end.

The bytes are the same; only what is in memory differs: a report with a thousand photos takes no more than one with ten.
"""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path
from typing import IO, Any


def write_as_formed(canvas: Any, stream: IO[bytes]) -> None:
    """Write each object of the file when the next one begins.

    reportlab collects them in a list and joins it at the very end.  It tells whoever encrypts of each object before it
    forms it; nothing is encrypted here, but that is the moment to write what is there.
    """
    from reportlab.pdfbase.pdfdoc import NoEncryption

    document = canvas._doc  # noqa: SLF001 - reportlab gives no other way to it

    class _AsFormed(NoEncryption):
        def register(self, _number: int, _version: int) -> None:
            pieces = document.__accum__.strings
            stream.write(b"".join(pieces))
            pieces.clear()

    document.encrypt = _AsFormed()


def form_newest(canvas: Any) -> None:
    """Keep the link that was made last as the bytes it will be: its parts take ten times as much.

    Only for objects that lead to no other: their bytes are known at once.
    """
    document = canvas._doc  # noqa: SLF001 - as above
    name = next(reversed(document.idToObject))
    document.idToObject[name] = document.idToObject[name].format(document)


class Aside:
    """Pictures of a document under way, on the disk beside it until they are written.

    Shape: beside is the stream the document goes to; the file has no name and is gone with the program.
    """

    def __init__(self, beside: IO[bytes]) -> None:
        name = getattr(beside, "name", None)
        folder = Path(name).parent if isinstance(name, str) else None
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close(), or when nobody has it
        weakref.finalize(self, self._file.close)

    def take_newest(self, canvas: Any) -> None:
        """Put aside the picture that was placed last, where it is a new one."""
        from reportlab.pdfbase.pdfdoc import PDFImageXObject

        known = reversed(canvas._doc.idToObject.values())  # noqa: SLF001 - as above
        image: Any = next((each for each in known if isinstance(each, PDFImageXObject)), None)
        if image is None or not image.streamContent:
            return
        place, size = self._file.seek(0, 2), len(image.streamContent)
        self._file.write(image.streamContent)
        image.streamContent = b""

        def formed(document: Any) -> Any:
            self._file.seek(place)
            image.streamContent = self._file.read(size)
            try:
                return PDFImageXObject.format(image, document)
            finally:
                image.streamContent = b""

        image.format = formed

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
