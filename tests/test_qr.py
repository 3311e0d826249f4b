"""QR codes hold their text: read back square by square, error correction included."""

from __future__ import annotations

import pytest

from armdesk.errors import ExportError
from armdesk.exports.qr import qr_squares

# Source: ISO/IEC 18004, tables of alignment patterns and of blocks (total, data) at correction M.
_ALIGNED = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34)}
_BLOCKS = {1: [(26, 16)], 2: [(44, 28)], 3: [(70, 44)], 4: [(50, 32)] * 2, 5: [(67, 43)] * 2, 6: [(43, 27)] * 4}
_MASKS = (
    lambda i, j: (i + j) % 2, lambda i, j: i % 2, lambda i, j: j % 3, lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2, lambda i, j: i * j % 2 + i * j % 3, lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)  # fmt: skip


def _is_frame(row, column, side, aligned):
    near = (row < 9 and not 9 <= column < side - 8) or (row >= side - 8 and column < 9) or 6 in (row, column)
    corners = {(6, 6), (6, max(aligned, default=0)), (max(aligned, default=0), 6)}
    marks = [(a, b) for a in aligned for b in aligned if (a, b) not in corners]
    return near or any(abs(row - a) < 3 and abs(column - b) < 3 for a, b in marks)


def _codewords(squares):
    side = len(squares)
    aligned = _ALIGNED[(side - 17) // 4]
    form = [squares[8][c] for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [squares[r][8] for r in (7, 5, 4, 3, 2, 1, 0)]
    level, mask = divmod((int("".join("01"[b] for b in form), 2) ^ 0x5412) >> 10, 8)
    assert level == 0, "correction M"
    bits, upwards = [], True
    for right in [*range(side - 1, 6, -2), *range(5, 0, -2)]:
        for row in reversed(range(side)) if upwards else range(side):
            bits += [
                "01"[squares[row][column] ^ (_MASKS[mask](row, column) == 0)]
                for column in (right, right - 1)
                if not _is_frame(row, column, side, aligned)
            ]
        upwards = not upwards
    return [int("".join(bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]


def _syndromes(block, checks):
    """All zero where the error correction fits the data.  Arithmetic in GF(256) with the polynomial 0x11D."""
    power, log, value = [], {}, 1
    for n in range(255):
        power.append(value)
        log[value] = n
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    found = []
    for root in range(checks):
        total = 0
        for word in block:
            total = word ^ (power[(log[total] + root) % 255] if total else 0)
        found.append(total)
    return found


def _read(squares):
    words = _codewords(squares)
    shapes = _BLOCKS[(len(squares) - 17) // 4]
    count, (total, size) = len(shapes), shapes[0]
    blocks = [words[n :: count][:total] for n in range(count)]
    for block in blocks:
        assert _syndromes(block, total - size) == [0] * (total - size)
    bits = "".join(f"{word:08b}" for block in blocks for word in block[:size])
    assert bits[:4] == "0100", "byte mode"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


@pytest.mark.parametrize("text", ["a", "12345", "ABC-12", "Ñandú 金", "armdesk:" + "4f9c21ab" * 8, "x" * 100])
def test_the_text_can_be_read_back(text):
    assert _read(qr_squares(text)) == text


def test_the_longest_text_fits_and_a_longer_one_is_refused():
    assert len(qr_squares("x" * 2_000)) > 150
    with pytest.raises(ExportError):
        qr_squares("x" * 2_001)
