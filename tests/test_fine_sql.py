"""Fine weight in questions to the database is the fine weight of the records, carats too."""

from __future__ import annotations

from datetime import date

import pytest

from armdesk import sql
from armdesk.catalogues import load
from armdesk.fine_sql import fine_mg
from armdesk.models import Batch, BatchInput, Lot
from armdesk.models.production import fine_mg as of_record
from armdesk.numbers import CARATS
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.gold_rules import GOLD_RULES
from armdesk.store import Store


def test_every_carat_and_any_fineness_is_reckoned_alike(store: Store) -> None:
    for fineness in (*CARATS, 1, 8_805, 9_999, 10_000):
        for gross in (0, 1, 333, 100_000, 12_345_678):
            question = f"SELECT {fine_mg('x.gross', 'x.fineness')} FROM (SELECT ? AS gross, ? AS fineness) x"  # noqa: S608 - our own
            found = sql.run(store.db, question, (gross, fineness)).fetchone()
            assert found[0] == of_record(gross, fineness), (gross, fineness)


@pytest.mark.parametrize(("gross", "fineness", "parts"), [
    (100_000, 9_167, (None,)), (10_002, 5_000, (5_001, 5_001)), (100_001, 7_083, (33_333, 33_333, 33_335))])
def test_a_whole_lot_goes_into_batches(store: Store, gross: int, fineness: int, parts: tuple[int | None, ...]) -> None:
    lot = store.save(Lot(code="L-1", created_on=date(2025, 3, 1), gross_mg=gross, fineness=fineness))
    for number, part in enumerate(parts):
        batch = store.save(Batch(code=f"B-{number}", date=date(2025, 3, 2)))
        store.save(BatchInput(batch=batch.id, lot=lot.id, input_mg=part))


def test_an_import_that_puts_more_into_batches_than_there_was_is_found(store: Store) -> None:
    lot = store.save(Lot(code="L-1", created_on=date(2025, 3, 1), gross_mg=100_000, fineness=9_167))
    first, second = (store.save(Batch(code=f"B-{number}", date=date(2025, 3, 2))) for number in (1, 2))
    look = Look(store, load.get("craft-2.0"), Period.of_year(2025), date(2026, 1, 31))
    store.save(BatchInput(batch=first.id, lot=lot.id))
    assert list(GOLD_RULES["overtaken"](look)) == []
    with store.operation("book of batches", "import") as writer:
        writer.save_many(BatchInput, [{"batch": second.id, "lot": lot.id, "input_mg": 12_000}], checked=True)
    [found] = GOLD_RULES["overtaken"](look)
    assert found.where == (f"lot/{lot.id}",) and "11.000 g too much" in found.sentence
