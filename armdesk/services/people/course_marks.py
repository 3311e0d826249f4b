"""Marks of an attendance list: what X, P, F, -, NO or Exc mean in an office's own matrix."""

from __future__ import annotations

from armdesk.fields import fold
from armdesk.i18n import N_, _

PRESENT, ABSENT, EXCUSED = "present", "absent", "excused"
SHOWN = {PRESENT: "X", ABSENT: "–", EXCUSED: "E"}
"""How a mark stands in the matrix, in every language."""
WORDS = {PRESENT: N_("came"), ABSENT: N_("did not come"), EXCUSED: N_("excused")}
_KNOWN = {
    PRESENT: "x p ✓ ✔ √ 1 si s yes y oui o sim presente present asistio vino came ok",
    ABSENT: "f a - – — 0 no n non nao falta falto ausente absent absente faltou",
    EXCUSED: "e j exc excusa excusado excusada excused excuse permiso justificado justificada justificatif licencia",
}
_CODES = {word: code for code, words in _KNOWN.items() for word in words.split()} | {"no vino": ABSENT}


def read_mark(text: str) -> str | None:
    """What a typed mark means: PRESENT, ABSENT, EXCUSED; None for an empty cell.  Errors: ValueError."""
    folded = fold(text).strip(" .")
    if not folded:
        return None
    if folded not in _CODES:
        raise ValueError(_("Write X for who came, F or - for who did not, E for who was excused."))
    return _CODES[folded]


def mark_of(present: bool | None, written: str | None) -> str:
    """The mark of an entry of the register; who is not said to have been away was there."""
    if present is None or present:
        return PRESENT
    try:
        return EXCUSED if read_mark(written or "") == EXCUSED else ABSENT
    except ValueError:
        return ABSENT
