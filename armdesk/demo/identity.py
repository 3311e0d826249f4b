"""Who is who in the demonstration cooperative: a nickname of the books, two who only look alike, an alarm of age."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from armdesk.demo.book import Book
from armdesk.demo.people import MINOR


def add_identity(book: Book) -> None:
    """Note them; the last of all, so that no other row depends on it."""
    people = book.rows["person"]
    nicknamed = people[0]
    first, *_given, surname, _second = str(nicknamed["name"]).split()
    book.add("other_name", person=nicknamed["id"], name=f"{first} {surname}", noted_on=date(2025, 2, 3),
             note="Así está en el cuaderno de la bocamina")
    one, other = next((one, other) for one, other in combinations(people, 2)
                      if str(one["name"]).split()[0] == str(other["name"]).split()[0]
                      and set(str(one["name"]).split()[1:]) & set(str(other["name"]).split()[1:]))
    book.add("two_people", person=one["id"], other=other["id"], decided_on=date(2025, 3, 10), decided_by="Secretario",
             reason="Primos: la cédula y el nacimiento son otros")
    young = book.row("person", MINOR)
    book.add("age_alarm", person=young["id"], date=young["joined_on"], rule="minor_hazardous", work=young["task"],
             hazards="underground", origin=f"person/{young['id']}")
