"""People are kept out of texts: their names in any order, their numbers in any spelling, and nobody else's."""

from __future__ import annotations

import pytest
from factories import make

from armdesk.i18n import speaking
from armdesk.services.basis.hiding import MemberCodes, Scrubber, scrubber
from armdesk.store import Store

PEOPLE = [
    ("Juan Carlos Pérez Gómez", "M-1"),
    ("María Ñáñez Quintín", "M-2"),
    ("Rosalba Quintín", "M-3"),
    ("Ana Ruiz Mora", "M-4"),
    ("Ana Ruiz Mora", "M-5"),
    ("Li", "M-6"),
]
NUMBERS = ["1.085.234.567", "98400112", "+57 311 987 6543", "12345"]


@pytest.fixture
def hide() -> Scrubber:
    return Scrubber(PEOPLE, NUMBERS, "Rosalba Quintín, presidenta, tel. 6012223344")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Entregó Juan Carlos Pérez Gómez.", "Entregó M-1."),
        ("PEREZ GOMEZ JUAN CARLOS", "M-1"),
        ("Gómez Pérez, Juan Carlos", "M-1"),
        ("juan  perez", "M-1"),
        ("Pérez, Juan", "M-1"),
        ("Juan Pérez y María Ñáñez", "M-1 y M-2"),
        ("Nan\u0303ez Maria", "M-2"),
        ("firmó Rosalba Quintín", "firmó Rosalba Quintín"),
        ("Juan Carlos Ruiz", "Juan Carlos Ruiz"),
        ("Juan Pérez Cardona", "Juan Pérez Cardona"),
        ("Pérez vendió", "Pérez vendió"),
        ("Ana Ruiz Mora", "[withheld]"),
        ("Li trabaja en Lima", "Li trabaja en Lima"),
        ("", ""),
        ("c.c. 1085234567", "c.c. [withheld]"),
        ("CC1.085.234.567-", "CC[withheld]-"),
        ("98 400 112 / 5", "[withheld]"),
        ("llamar al 311-987-6543 o (+57) 311 9876543", "llamar al [withheld] o (+[withheld]"),
        ("recibo 12345 del 2025-03-04 por 1.085.000", "recibo 12345 del 2025-03-04 por 1.085.000"),
        ("tel. 601 222 33 44", "tel. 601 222 33 44"),
    ],
)
def test_a_text_without_people(hide: Scrubber, text: str, shown: str) -> None:
    with speaking("en"):
        assert hide.text(text) == shown


PLAIN = ["L-000123", "Tesorería", "98400", "112 / 5", "", "acta 12 de 2025-03-04", "mi", "el", "Rosalba Quintín"]


def test_many_texts_are_as_each_by_itself(hide: Scrubber) -> None:
    with speaking("en"):
        assert hide.texts(PLAIN) == PLAIN, "no name and no number comes of two texts beside each other"
        for found in ("Juan Pérez", "98400112", "Nan\u0303ez Maria", "CAFE\u0301"):
            mixed = [*PLAIN, found, *PLAIN]
            assert hide.texts(mixed) == [hide.text(each) for each in mixed]
            assert hide.texts(mixed)[len(PLAIN)] != found
        withheld = Scrubber([], [], sentences=["Paid was 98 %."])
        assert withheld.texts(["a", "So: Paid was 98 %. Well."]) == ["a", "So: [withheld] Well."]


def test_everybody_of_the_workspace_is_known(store: Store) -> None:
    person = make(
        store,
        "person",
        name="Xiomara Zuluaga Perenguez",
        id_number="44556677",
        phone="3104445566",
        next_of_kin="Fidel Zuluaga Chapid",
        next_of_kin_phone="3201112233",
    )
    codes = MemberCodes(store, "Kronberg")
    store.trash([person])
    with speaking("en"):
        shown = scrubber(store, codes).text(
            "Zuluaga Perenguez Xiomara 44.556.677, Fidel Chapid 320 111 22 33, 3104445566"
        )
        assert shown == f"{codes.of(person.id)} [withheld], [withheld] [withheld], [withheld]"
        assert scrubber(store, None).text("Xiomara Perenguez") == "[withheld]"


def test_codes_differ_by_recipient_and_lead_back(store: Store) -> None:
    person = make(store, "person")
    one, other = MemberCodes(store, "Kronberg"), MemberCodes(store, "Andes")
    assert one.of(person.id) != other.of(person.id) and one.of(person.id).startswith("M-")
    assert MemberCodes(store, "KRONBERG").of(person.id) == one.of(person.id)
    assert one.person(one.of(person.id).lower()) == person.id and one.person("M-XXXXXXX") is None
    assert one.of(None) == ""


def test_codes_are_not_made_from_what_others_know(store: Store, tmp_path: object) -> None:
    """Without the secret of the workspace, the same person and recipient give another code."""
    person = make(store, "person")
    first = MemberCodes(store, "Kronberg").of(person.id)
    store.keep_secret("member codes", b"another secret of this length...")
    assert MemberCodes(store, "Kronberg").of(person.id) != first
