"""Keeps people out of packs: names and numbers in texts, codes in place of names, and groups under five."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations

from armdesk.fields import fold
from armdesk.i18n import N_, _
from armdesk.models import Organisation
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

OFFICE_ONLY = frozenset({"price_paid", "alarms_answered", "advances_open"})
"""Facts that would tell of prices of other buyers, or of alarms and debts of single persons."""
OF_HURT = frozenset({"fatalities", "lost_days", "ltifr_1m", "trifr_1m", "severity_1m"})
"""Facts that tell how many people were hurt: everybody may read them only where they are none, or five and more."""
SMALLEST_GROUP = 5
"""Groups with fewer people are not printed.  Source: pack rules, privacy."""
UNDER_FIVE = "<5"
WITHHELD = N_("withheld")
_KEPT_AS = "member codes"
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d(?:[\d.\-\s()/]*\d)?")
_SHORTEST_NUMBER = 6
_LONGEST_NAME = 12
_REMEMBERED = 5_000
_BETWEEN = "\0"
_SHORT = 2
_SHORTEST_ALONE = 3
_MOST_MIXED = 4


class MemberCodes:
    """A code for each person, another one for each recipient, so that two packs cannot be joined through them.

    The office finds the person again with person(); nobody else can, without the secret kept in the workspace.
    """

    def __init__(self, store: Store, recipient: str) -> None:
        key = store.secret(_KEPT_AS)
        if key is None:
            key = secrets.token_bytes(32)
            store.keep_secret(_KEPT_AS, key)
        self._key, self._recipient, self._store = key, fold(recipient), store

    def of(self, person: str | None) -> str:
        """Code of a person's id, "" if unset."""
        if not person:
            return ""
        digest = hmac.digest(self._key, f"{self._recipient}\n{person}".encode(), hashlib.sha256)
        number = int.from_bytes(digest[:8], "big")
        return "M-" + "".join(_LETTERS[number >> 5 * place & 31] for place in range(7))

    def person(self, code: str) -> str | None:
        """Id of the person behind a code of this recipient's packs."""
        wanted = code.strip().upper()
        return next((person for (raw,) in ask(self._store, "SELECT id FROM person")
                     if self.of(person := id_of(raw)) == wanted), None)


def office_key(store: Store, purpose: str) -> bytes | None:
    """A key of this workspace for one purpose, the same in each of its copies; None where it has none and may get none.

    It follows from the secret of the member codes, so that two packs of one state are alike byte by byte.
    """
    if store.secret(_KEPT_AS) is None:
        if store.read_only:
            return None
        MemberCodes(store, "")
    secret = store.secret(_KEPT_AS)
    return None if secret is None else hmac.digest(secret, f"purpose\n{purpose}".encode(), hashlib.sha256)


class Scrubber:
    """Puts codes in place of the names of people, and a word in place of their numbers, in any text.

    Names of those who speak for the organisation in public stay; they stand on its page.  Shape: sentences are those
    that stay in the office wherever they were put.
    """

    def __init__(self, people: Iterable[tuple[str, str]], numbers: Iterable[str], public: str = "",
                 sentences: Iterable[str] = ()) -> None:
        self._sentences = sorted((unicodedata.normalize("NFC", each) for each in sentences), key=len, reverse=True)
        spoken = " ".join(_words(public))
        self._names: dict[tuple[str, ...], str | None] = {}
        for name, code in people:
            known = f" {' '.join(_words(name))} " in f" {spoken} "
            for form in _forms(_words(name)):
                self._enter(form, None if known else code)
        self._firsts = {form[0] for form in self._names}
        self._seen: dict[str, str] = {}
        self._lengths = sorted({len(form) for form in self._names}, reverse=True)
        own = {_bare(number) for number in _DIGITS.findall(public)}
        self._numbers = {bare for number in numbers for bare in _spellings(number)} - own
        self._digits = sorted({len(bare) for bare in self._numbers})

    def text(self, text: str) -> str:
        """The text without people."""
        known = self._seen.get(text)
        if known is None:
            known = unicodedata.normalize("NFC", text)
            for sentence in self._sentences:
                known = known.replace(sentence, f"[{_(WITHHELD)}]")
            known = self._without_names(self._without_numbers(known))
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[text] = known  # a pack says most texts twice, in the report and in a table
        return known

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Many texts without people; where nobody is in any of them, as in most registers, they are looked at at once.

        They are put together with a sign between that belongs to no word and no number, so what is found in the whole
        is all that could be found in one of them.
        """
        whole = _BETWEEN.join(texts)
        if (
            unicodedata.is_normalized("NFC", whole)
            and self._firsts.isdisjoint(_WORD.findall(fold(whole)))
            and not any(sentence in whole for sentence in self._sentences)
            and not (self._numbers and any(map(self._holds_number, _DIGITS.findall(whole))))
        ):
            return list(texts)
        return [self.text(text) for text in texts]

    def _without_names(self, text: str) -> str:
        if self._firsts.isdisjoint(_WORD.findall(fold(text))):
            return text
        words = [(match, folded) for match in _WORD.finditer(text) if (folded := fold(match.group()))]
        parts, kept, place = [], 0, 0
        while place < len(words):
            length, code = self._name_at(text, words[place : place + _LONGEST_NAME])
            if code is not None:
                parts += [text[kept : words[place][0].start()], code]
                kept = words[place + length - 1][0].end()
            place += max(length, 1)
        return "".join([*parts, text[kept:]]) if parts else text

    def _enter(self, form: tuple[str, ...], code: str | None) -> None:
        """Two people of one name share a word in place of a code."""
        self._names[form] = code if self._names.get(form, code) == code else f"[{_(WITHHELD)}]"

    def _name_at(self, text: str, ahead: list[tuple[re.Match[str], str]]) -> tuple[int, str | None]:
        """Words taken up by the name that begins here, and what stands in its place; None keeps it."""
        folded = tuple(word for _match, word in ahead)
        for length in self._lengths:
            form = folded[:length]
            short = len(form) == _SHORT < self._lengths[0]
            if form in self._names and not (short and _goes_on(text, ahead, _SHORT)):
                return len(form), self._names[form]
        return 0, None

    def _without_numbers(self, text: str) -> str:
        if not self._numbers or sum(map(text.count, "0123456789")) < _SHORTEST_NUMBER:
            return text
        return _DIGITS.sub(lambda match: self._number(match.group()), text)

    def _number(self, shown: str) -> str:
        """A run of digits as it was, or a word where a number of somebody stands in it."""
        return f"[{_(WITHHELD)}]" if self._holds_number(shown) else shown

    def _holds_number(self, shown: str) -> bool:
        if len(shown) < _SHORTEST_NUMBER:
            return False
        bare = _bare(shown)
        return any(bare[start : start + length] in self._numbers
                   for length in self._digits for start in range(len(bare) - length + 1))


def scrubber(store: Store, codes: MemberCodes | None) -> Scrubber:
    """The scrubber that knows everybody of this workspace, in the trash or not; without codes it leaves a word only."""
    nobody = f"[{_(WITHHELD)}]"
    people, numbers = [], []
    for raw, name, number, phone, kin, kin_phone in ask(
            store, "SELECT id, name, id_number, phone, next_of_kin, next_of_kin_phone FROM person"):
        people.append((name or "", codes.of(id_of(raw)) if codes else nobody))
        people += [(kin, nobody)] if kin else []
        numbers += [value for value in (number, phone, kin_phone) if value]
    people += [(name, codes.of(id_of(raw)) if codes else nobody) for raw, name in ask(
        store, "SELECT person, name FROM other_name") if name]
    numbers += [value for (value,) in ask(store, "SELECT number FROM registration") if value]
    officers = store.one(Organisation)
    public = " ".join(str(getattr(officers, name) or "") for name in _PUBLIC) if officers else ""
    return Scrubber(people, numbers, public, _staying(store, everybody=codes is None))


def _staying(store: Store, *, everybody: bool) -> list[str]:
    """Sentences of cited facts that statements may hold, but packs may not tell; nobody hurt is nothing to hide."""
    facts = sorted(OFFICE_ONLY | OF_HURT if everybody else OFFICE_ONLY)
    marks = ", ".join("?" * len(facts))
    found = ask(store, "SELECT DISTINCT fact, value, sentence FROM cited_fact WHERE sentence IS NOT NULL "  # noqa: S608 - marks only
                f"AND fact IN ({marks})", *facts)
    return [str(sentence) for fact, value, sentence in found if fact in OFFICE_ONLY or value not in (None, "", "0")]


_PUBLIC = ("legal_name", "short_name", "representative", "dd_officer", "complaint_contact", "officers", "phone",
           "tax_id", "registry_no")


def _goes_on(text: str, ahead: list[tuple[re.Match[str], str]], length: int) -> bool:
    """Whether a short form is followed by one more name: "Juan Carlos" in "Juan Carlos Ruiz" is somebody else."""
    if len(ahead) <= length:
        return False
    match = ahead[length][0]
    return text[ahead[length - 1][0].end() : match.start()] == " " and match.group().istitle()


def _words(name: str) -> list[str]:
    return [folded for word in _WORD.findall(name) if (folded := fold(word))]


def _forms(words: list[str]) -> set[tuple[str, ...]]:
    """Ways an office writes one name: in any order, and shortened to given name and surname."""
    if len(words) < 2:
        return {tuple(words)} if words and len(words[0]) > _SHORTEST_ALONE else set()
    if len(words) > _MOST_MIXED:
        return {tuple(words[turn:] + words[:turn]) for turn in range(len(words))} | _forms([words[0], *words[-2:]])
    forms = set(permutations(words))
    for surname in words[-2:] if len(words) > 2 else ():
        forms |= {(words[0], surname), (surname, words[0])}
    if len(words) == _MOST_MIXED:
        forms |= {order for rest in combinations(words[1:], 2) for order in permutations((words[0], *rest))}
    return forms


def _spellings(number: str) -> set[str]:
    """A number's digits; a telephone number without its country's prefix, too."""
    bare = _bare(number)
    ways = {bare[prefix:] for prefix in range(4)} if number.strip()[:1] == "+" else {bare}
    return {way for way in ways if len(way) >= _SHORTEST_NUMBER}


def _bare(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


Shown = int | str


def protected(dimensions: Mapping[str, Mapping[str, int]]) -> tuple[dict[str, dict[str, Shown]], Shown]:
    """The same people counted in several ways, with their total, so that no group under five can be worked out.

    Groups of 1 to 4 become "<5"; where the total would still give one away, the next smallest group is withheld too;
    where not even that is enough, in any of the ways, all counts are.
    """
    totals = {sum(counts.values()) for counts in dimensions.values()}
    total = max(totals, default=0)
    hidden = {name: _hidden(counts) for name, counts in dimensions.items()}
    if 0 < total < SMALLEST_GROUP or None in hidden.values():
        word = UNDER_FIVE if total < SMALLEST_GROUP else _(WITHHELD)
        return {name: dict.fromkeys(counts, word) for name, counts in dimensions.items()}, word
    return {name: _shown(counts, hidden[name] or set()) for name, counts in dimensions.items()}, total


def _shown(counts: Mapping[str, int], also: set[str]) -> dict[str, Shown]:
    return {name: _(WITHHELD) if name in also else UNDER_FIVE if 0 < count < SMALLEST_GROUP else count
            for name, count in counts.items()}


def _hidden(counts: Mapping[str, int]) -> set[str] | None:
    """Larger groups to withhold beside those under five; None where even all of them are not enough."""
    small = [count for count in counts.values() if 0 < count < SMALLEST_GROUP]
    others = sorted((name for name, count in counts.items() if count >= SMALLEST_GROUP), key=lambda name: counts[name])
    also: set[str] = set()
    while small and not _is_safe(small, [counts[name] for name in also]):
        if not others:
            return None
        also.add(others.pop(0))
    return also


def few(count: int | None) -> Shown | None:
    """One count of people, not printed when it is 1 to 4."""
    return UNDER_FIVE if count is not None and 0 < count < SMALLEST_GROUP else count


def _is_safe(small: list[int], also: list[int]) -> bool:
    """Whether a reader who knows the sum of the hidden groups is left with several values for each of them."""
    hidden, most = sum(small) + sum(also), SMALLEST_GROUP - 1
    low = max(1, hidden - most * (len(small) - 1)) if not also else 1
    high = min(most, hidden - (len(small) - 1) - SMALLEST_GROUP * len(also))
    return high > low
