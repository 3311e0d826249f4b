"""The squares of a QR code, drawn by the pens as plain shapes."""

from __future__ import annotations

from armdesk.errors import ExportError
from armdesk.i18n import _

_MOST = 2000
"""Units: bytes that still fit at error correction M."""


def qr_squares(text: str) -> list[list[bool]]:
    """Rows of dark (True) and light squares, without the quiet border of four squares that a pen must leave.

    Errors: ExportError when the text is too long for a code.
    """
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

    content = text.encode("utf-8", "replace")
    if len(content) > _MOST:
        raise ExportError(_("The text for the QR code is too long. Leave the code out or shorten the text."))
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(content))
    code.make()
    return [[bool(square) for square in row] for row in code.modules]


def code_lines(code: str, size: int = 4, across: int = 8) -> list[str]:
    """A code in groups that can be read aloud and compared line by line: "4f9c 21ab ...", eight groups to a line.

    Shape: short words such as a number before the code stay whole.
    """
    groups: list[str] = []
    for word in code.split():
        groups += [word] if len(word) <= 2 * size else [word[at : at + size] for at in range(0, len(word), size)]
    return [" ".join(groups[at : at + across]) for at in range(0, len(groups), across)]
