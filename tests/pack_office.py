"""A small office for the tests of packs: every register filled, and people's names and numbers planted everywhere."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from factories import EXAMPLES, make

from armdesk.catalogues import load
from armdesk.fields import Text, Whole
from armdesk.models import RECORDS, Answer, Citation, Document, Organisation, Permit, Person, Revision
from armdesk.record import Record
from armdesk.services.basis.period import Period
from armdesk.workspace import Workspace

YEAR = Period.of_year(2025)
TODAY = date(2026, 1, 31)
NAMES = ("Xiomara Zuluaga Perenguez", "Quintiliano Ñáñez Yarpaz", "Wbeimar Ordóñez")
NUMBERS = ("1085234567", "98400112", "+57 311 987 6543")
SECRETS = (
    "xiomara",
    "zuluaga",
    "quintiliano",
    "ñáñez",
    "nanez",
    "wbeimar",
    "ordóñez",
    "ordonez",
    "1085234567",
    "98400112",
    "3119876543",
    "311 987 6543",
    "1.085.234.567",
    "98.400.112",
    "planted-secret",
)
"""Nothing of this may be found in any byte of a pack for others."""
FULL = (
    f"{NAMES[0]} (C.C. 1.085.234.567, tel. 311 987 6543) y ÑAÑEZ YARPAZ QUINTILIANO; "
    "xiomara perenguez zuluaga, Wbeimar Ordonez 98.400.112"
)


def fill(workspace: Workspace) -> None:
    """Every register with one record, then planted people, then answers with evidence."""
    store = workspace.store
    for name in EXAMPLES:
        make(store, name)
    for type_ in RECORDS:
        _plant(workspace, type_)
    for name, number in zip(NAMES, (*NUMBERS[:2], None), strict=True):
        make(
            store,
            "person",
            name=name,
            id_number=number,
            phone=NUMBERS[2],
            left_on=None,
            birth_year=None,
            birth_date=date(1980, 3, 4),
            joined_on=date(2015, 1, 1),
            next_of_kin=NAMES[1],
            next_of_kin_phone=NUMBERS[2],
        )
    _answers(workspace)


def _plant(workspace: Workspace, type_: type[Record]) -> None:
    """A record whose personal fields hold secrets and whose other texts speak of people; a changed one, too."""
    name = type_.type_name()
    if name in ("organisation", "import_run", "pack", "catalogue_use", "revision", "answer"):
        return
    changes: dict[str, object] = {}
    for field in type_.declared():
        if (
            not isinstance(field, Text)
            or field.readonly
            or field.name in ("time", "starts", "ends", "target", "origin")
        ):
            continue
        if field.personal:
            changes[field.name] = "PLANTED-SECRET 1085234567"
        elif type(field).__name__ in ("Text", "LongText") and field.name not in ("rule", "standard", "catalogue"):
            changes[field.name] = FULL if field.longest >= len(FULL) else NAMES[0][: field.longest]
    places = {
        field.name: 1_234_567
        for field in type_.declared()
        if field.personal == "place" and isinstance(field, Whole) and not field.readonly
    }
    record = make(workspace.store, name, **changes, **places)
    for field_name, value in changes.items():
        setattr(record, field_name, (getattr(record, field_name) or "") + " .")
        if record.check():
            setattr(record, field_name, value)
    workspace.store.save(record, f"Corrected for {NAMES[0]}")


def _answers(workspace: Workspace) -> None:
    store, catalogue = workspace.store, load.get("craft-2.0")
    for place, requirement in enumerate(catalogue):
        if requirement.alternative_of and place % 2:
            continue
        result = catalogue.results_for(requirement)[0].code
        store.save(
            Answer(
                catalogue="craft-2.0",
                requirement=requirement.code,
                result=result,
                applies=True,
                statement=f"Lo dice {FULL}. =1+1 & <b>así</b>.",
                gap="-",
                responsible=NAMES[1],
                confirmed_by=NAMES[0],
                answered_on=date(2026, 1, 10),
            )
        )
        if place < 6:
            cite(workspace, requirement.code, place)


def cite(workspace: Workspace, code: str, place: int) -> Document:
    """A paper with its file: a photo with hidden content, a text, a restricted one, in turn."""
    kind = ("photo", "text", "restricted")[place % 3]
    content = photo(place) if kind == "photo" else f"Acta {place}\n".encode()
    file_name = f"{NAMES[0]} {place}.{'jpg' if kind == 'photo' else 'txt'}"
    kept = workspace.files.add(io.BytesIO(content), file_name)
    document = make(
        workspace.store,
        "document",
        title=f"{kind} de {NAMES[0]}",
        issuer="Brigada",
        keeper=None,
        file_as_written=None,
        note=None,
        same_as=None,
        confidentiality="restricted" if kind == "restricted" else "partners",
    )
    revision = workspace.store.save(
        Revision(
            document=document.id,
            file_name=kept.name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            added_on=TODAY,
            taken_on=date(2025, 4, 1),
        )
    )
    workspace.store.save(
        Citation(
            document=document.id,
            revision=revision.id,
            page="1",
            note=f"Firma de {NAMES[1]}",
            target=f"requirement/craft-2.0/{code}",
        )
    )
    return document


def photo(place: int) -> bytes:
    """A photo that tells where it was taken and by whom."""
    from PIL import Image

    picture = Image.new("RGB", (320, 240), (40 + 30 * place, 120, 90))
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "PLANTED-SECRET description", "Xiomara Zuluaga"
    exif.get_ifd(0x8825).update({1: "N", 2: (4.0, 36.0, 35.1), 3: "W", 4: (74.0, 4.0, 55.2)})
    content = io.BytesIO()
    picture.save(content, "JPEG", exif=exif, comment=b"PLANTED-SECRET comment")
    return content.getvalue()


def small(workspace: Workspace) -> Organisation:
    """The least an office has: its page and one permit."""
    organisation: Organisation = make(workspace.store, "organisation")
    make(workspace.store, "permit", expires_on=date(2026, 1, 30), granted_on=None, document=None)
    assert workspace.store.all(Permit)
    assert workspace.store.all(Person) == []
    return organisation


def every_byte(folder: Path) -> dict[str, bytes]:
    """All bytes of a pack by file, workbooks unzipped and the texts of PDF documents added."""
    import zipfile

    from armdesk.evidence.pdfs import text_of

    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            found[name] = name.encode() + b"\n" + path.read_bytes()
            if path.suffix == ".pdf":
                found[name + "!text"] = text_of(path).encode()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as archive:
                    found |= {f"{name}!{part}": archive.read(part) for part in archive.namelist()}
    return found
