"""Which places of a document are led to and which exist: a link is drawn only where it leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from armdesk.reports.document import Bullets, Document, Facts, Link, PageBreak, Paragraph, Photos, Signatures, Table


def targets_of(document: Document) -> set[str]:
    """Anchors that links of the document name."""
    return {target[1:] for target in _all_targets(document) if target.startswith("#")}


def anchors_of(document: Document) -> set[str]:
    """Anchors that blocks and rows of the document carry."""
    anchors: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Table):
            anchors.update(block.row_anchors)
        if not isinstance(block, Bullets | PageBreak | Signatures):
            anchors.add(block.anchor)
    anchors.discard("")
    return anchors


def is_safe(target: str) -> bool:
    """Whether a link leads only to where we lead: a place inside the document or a file of the pack."""
    head = target.split("/", 1)[0]
    return bool(target) and not target.startswith(("/", "\\")) and ":" not in head and "\\" not in target


def file_address(target: str, to_root: str = "") -> str:
    """Address of a file of the pack as browsers and PDF readers take it; "" where the target is not ours."""
    return quote(to_root + target, safe="/#", errors="replace") if is_safe(target) else ""


def _all_targets(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Paragraph(links=links):
                yield from _of(links)
            case Bullets(links=entries):
                for links in entries:
                    yield from _of(links)
            case Facts(facts=facts):
                yield from (fact.target for fact in facts)
            case Photos(photos=photos):
                yield from (photo.target for photo in photos)


def _of(links: tuple[Link, ...]) -> Iterator[str]:
    return (link.target for link in links)
