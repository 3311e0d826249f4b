"""Checks a pack without workspace and network: names each changed, missing or added file and tells whose seal it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from armdesk.errors import PackError
from armdesk.evidence.names import printable
from armdesk.exports import bag
from armdesk.exports.pack_source import BrokenFile, PackSource, open_pack
from armdesk.i18n import N_, _
from armdesk.progress import SILENT, Progress
from armdesk.signing import BadSignature, PublicKey, one_line, read_public_key, verify

_LARGEST_TEXT = 64_000_000
_SENTENCES = {
    "refused": "{path}",
    "not-a-bag": N_("This is no pack, or its lists are missing. Choose the folder that holds {path}."),
    "changed": N_("{path} was changed."),
    "missing": N_("{path} is missing."),
    "extra": N_("{path} was added."),
    "renamed": N_("{path} was renamed."),
    "broken": N_("{path} is damaged and cannot be read to its end."),
    "container": N_("The zip file {path} was changed around its files. Ask for it again."),
    "bad-list": N_("{path} is not a list as it was sealed."),
    "bad-signature": N_("The seal {path} does not fit: the lists were changed or it comes from another pack."),
    "unsigned": N_("The seal {path} is missing: anybody can have made this pack."),
    "unknown-key": N_("The pack was sealed with another key than the expected one. Ask the organisation for its key."),
    "previous-bad": N_("The earlier pack is itself not whole; nothing can be compared with it."),
    "other-key": N_("The earlier pack was sealed with another key. Ask the organisation whether it changed its key."),
    "older": N_("This pack is older than the one it was compared with. Ask for the newest."),
    "other-history": N_("This pack does not follow the earlier one: it names another pack as the one before it."),
    "history-cut": N_("Entries were cut from the end of the history since the earlier pack."),
    "history-changed": N_("The history was rewritten since the earlier pack."),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a pack.  Shape: kind is a key of this file's sentences; path is "" for the whole."""

    kind: str
    path: str = ""
    new_path: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, in the language in force."""
        if self.new_path:
            return _("{path} was renamed to {new_path}.").format(
                path=printable(self.path), new_path=printable(self.new_path))
        return _(_SENTENCES[self.kind]).format(path=printable(self.path))


@dataclass
class Verdict:
    """What a check found.

    Shape: signed_by is a fingerprint to compare with the one on paper, "" where no seal fits; key_known says that the
    caller's key made the seal; history_head and made_on are as the pack states them, covered by the seal when ok.
    """

    findings: list[Finding] = field(default_factory=list)
    root_hash: str = ""
    signed_by: str = ""
    key_known: bool = False
    comment: str = ""
    files: int = 0
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every file is as it was sealed and nothing speaks against the seal."""
        return not self.findings

    @property
    def made_on(self) -> str:
        """Day the pack was made, as YYYY-MM-DD."""
        return self.labels.get(bag.MADE_ON, "")

    @property
    def history_head(self) -> str:
        """Number and hash of the last entry of the history at that time."""
        return self.labels.get(bag.HISTORY_HEAD, "")

    @property
    def number(self) -> int:
        """The pack's number among the packs of its organisation, 0 where it has none."""
        return _number(self.labels.get(bag.PACK_NUMBER, ""))


def verify_pack(
    path: Path, public_key: str | None = None, previous: Path | None = None, progress: Progress = SILENT
) -> Verdict:
    """Check a pack, folder or zip; nothing is unpacked or written.

    public_key: minisign key or fingerprint from another source than the pack.  previous: an earlier pack of the same
    organisation, to find out old packs and a cut history.  Errors: Cancelled only; a refused pack is a finding.
    """
    verdict = Verdict()
    try:
        with open_pack(path) as source:
            _check(source, verdict, public_key, progress)
            if source.container_problem and not verdict.findings:
                verdict.findings.append(Finding("container", path.name))
    except PackError as error:
        verdict.findings.append(Finding("refused", str(error)))
    if previous is not None and verdict.root_hash:
        verdict.findings += _compared(verdict, verify_pack(previous, public_key, progress=progress))
    return verdict


def _check(source: PackSource, verdict: Verdict, public_key: str | None, progress: Progress) -> None:
    sealed = _text(source, bag.TAG_MANIFEST)
    if sealed is None or bag.DECLARATION not in source.sizes:
        verdict.findings.append(Finding("not-a-bag", bag.TAG_MANIFEST))
        return
    verdict.root_hash = hashlib.sha256(sealed).hexdigest()
    labels = bag.read_labels(_text(source, bag.LABELS) or b"")
    verdict.labels = {label: one_line(value) for label, value in labels.items()}
    _check_seal(source, verdict, sealed, public_key)
    tags = _listed(verdict, bag.TAG_MANIFEST, sealed)
    payload = _listed(verdict, bag.MANIFEST, _text(source, bag.MANIFEST) or b"")
    for needed in (bag.DECLARATION, bag.LABELS, bag.MANIFEST, bag.PUBLIC_KEY):
        if needed not in tags:
            verdict.findings.append(Finding("bad-list", bag.TAG_MANIFEST))
            break
    wrong_side = [name for name in tags if _is_payload(name)] + [name for name in payload if not _is_payload(name)]
    verdict.findings += [Finding("bad-list", name) for name in wrong_side]
    verdict.files = len(source.sizes)
    _compare(source, verdict, tags | payload, progress)


def _check_seal(source: PackSource, verdict: Verdict, sealed: bytes, public_key: str | None) -> None:
    signature = _text(source, bag.SIGNATURE)
    if signature is None:
        verdict.findings.append(Finding("unsigned", bag.SIGNATURE))
        return
    key = _key(source, public_key)
    if key is None:
        verdict.findings.append(Finding("bad-signature", bag.PUBLIC_KEY))
        return
    try:
        verdict.comment = one_line(verify(sealed, signature.decode("utf-8", "replace"), key))
    except BadSignature:
        verdict.findings.append(Finding("bad-signature", bag.SIGNATURE))
        return
    verdict.signed_by = key.fingerprint()
    verdict.key_known = public_key is not None and key.is_named_by(public_key)
    if public_key is not None and not verdict.key_known:
        verdict.findings.append(Finding("unknown-key", bag.PUBLIC_KEY))


def _key(source: PackSource, public_key: str | None) -> PublicKey | None:
    """The key in the pack, to be compared with the caller's; without one in it, the caller's own."""
    try:
        return read_public_key((_text(source, bag.PUBLIC_KEY) or b"").decode("utf-8", "replace"))
    except BadSignature:
        pass
    try:
        return read_public_key(public_key or "")
    except BadSignature:
        return None


def _listed(verdict: Verdict, name: str, content: bytes) -> dict[str, str]:
    try:
        return bag.read_list(content)
    except bag.NotAList:
        verdict.findings.append(Finding("bad-list", name))
        return {}


def _compare(source: PackSource, verdict: Verdict, listed: dict[str, str], progress: Progress) -> None:
    """Every listed file against its hash; then what is there unlisted, or listed and not there, or only renamed."""
    unlisted = [name for name in source.sizes if name not in listed and name not in {bag.TAG_MANIFEST, bag.SIGNATURE}]
    missing = [name for name in listed if name not in source.sizes]
    total, done = sum(source.sizes.values()), 0
    for name in sorted(listed.keys() & source.sizes.keys()):
        progress.step(done, total, _("Checking the pack"))
        found = _hash(source, name)
        if found != listed[name]:
            verdict.findings.append(Finding("changed" if found else "broken", name))
        done += source.sizes[name]
    strangers = {_hash(source, name): name for name in unlisted} if missing else {}
    for name in missing:
        other = strangers.pop(listed[name], "")
        verdict.findings.append(Finding("renamed" if other else "missing", name, other))
        unlisted = [stranger for stranger in unlisted if stranger != other]
    emptied = [odd for odd in source.oddities if odd.endswith("/") and any(name.startswith(odd) for name in missing)]
    odd = [name for name in source.oddities if name not in emptied]
    verdict.findings += [Finding("extra", name) for name in [*unlisted, *odd]]


def _hash(source: PackSource, name: str) -> str:
    """SHA-256 of a file, or "" where it cannot be read to its end."""
    digest = hashlib.sha256()
    try:
        for chunk in source.chunks(name):
            digest.update(chunk)
    except BrokenFile:
        return ""
    return digest.hexdigest()


def _text(source: PackSource, name: str) -> bytes | None:
    """Content of one of the small files at the top; None where it is missing, unreadable or not small."""
    if source.sizes.get(name, _LARGEST_TEXT) >= _LARGEST_TEXT:
        return None
    try:
        return b"".join(source.chunks(name))
    except BrokenFile:
        return None


def _compared(new: Verdict, old: Verdict) -> Iterator[Finding]:
    """What speaks against a pack when an earlier one is at hand."""
    if not old.ok:
        yield Finding("previous-bad")
        return
    if new.root_hash == old.root_hash:
        return
    if new.signed_by != old.signed_by:
        yield Finding("other-key")
    if new.number <= old.number if old.number else new.made_on < old.made_on:
        yield Finding("older")
        return
    if new.number == old.number + 1 and new.labels.get(bag.PREVIOUS_ROOT) != old.root_hash:
        yield Finding("other-history")
    (new_length, new_hash), (old_length, old_hash) = _head(new), _head(old)
    if new_length < old_length:
        yield Finding("history-cut")
    elif new_length == old_length and new_hash != old_hash:
        yield Finding("history-changed")


def _head(verdict: Verdict) -> tuple[int, str]:
    number, _space, hashed = verdict.history_head.partition(" ")
    return _number(number), hashed


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _is_payload(name: str) -> bool:
    return name.startswith(bag.PAYLOAD + "/")
