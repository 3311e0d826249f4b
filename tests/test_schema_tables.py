"""What the steps of the schema make stays what it is, to the letter: files of every age were made by it."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace
from typing import Any

import pytest

from armdesk import schema_tables


class Db:
    """A database in memory, as the steps are given one."""

    pragma = True

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")

    def execute_sql(self, statement: str) -> Any:
        return self.connection.execute(statement)

    def get_columns(self, table: str) -> list[Any]:
        return [SimpleNamespace(name=row[1]) for row in self.execute_sql(f'PRAGMA table_info("{table}")')]

    def made(self) -> list[str]:
        """The statements of all tables and indexes, as the file keeps them."""
        return [row[0] for row in self.execute_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]


@pytest.fixture
def db() -> Db:
    """A register of assays and nothing else."""
    made = Db()
    schema_tables.add_registers(made, {"assay": "lot BLOB>lot, date TEXT, code TEXT, fineness BIGINT"},
                                {"assay": "date lot+date code!"})
    return made


def test_a_register_has_the_columns_and_indexes_of_every_register(db: Db) -> None:
    assert db.made() == [
        ('CREATE TABLE "assay" ("id" BLOB PRIMARY KEY NOT NULL, "version" BIGINT NOT NULL DEFAULT 0, '
         '"trashed" SMALLINT NOT NULL DEFAULT 0, "search" TEXT NOT NULL DEFAULT \'\', "typed" TEXT, '
         '"source" BLOB REFERENCES "import_run" (id), "source_row" TEXT, "source_key" TEXT, '
         '"lot" BLOB REFERENCES "lot" (id), "date" TEXT, "code" TEXT, "fineness" BIGINT) WITHOUT ROWID'),
        'CREATE INDEX "assay_date" ON "assay" ("date") WHERE trashed = 0',
        'CREATE INDEX "assay_lot" ON "assay" ("lot", "date") WHERE trashed = 0',
        'CREATE UNIQUE INDEX "assay_code_once" ON "assay" ("code") WHERE trashed = 0',
        'CREATE INDEX "assay_source" ON "assay" (source) WHERE source IS NOT NULL',
        'CREATE INDEX "assay_search" ON "assay" (search) WHERE trashed = 0 AND search <> \'\'',
    ]


def test_columns_and_indexes_that_are_there_stay_as_they_are(db: Db) -> None:
    before = db.made()
    schema_tables.add_columns(db, {"assay": "date BIGINT"})
    schema_tables.add_indexes(db, {"assay": "date+code"})
    assert db.made() == before
    schema_tables.add_columns(db, {"assay": "laboratory BLOB>party, date BIGINT, note TEXT"})
    schema_tables.add_indexes(db, {"assay": "laboratory"})
    assert db.made()[0] == before[0].replace(
        '"fineness" BIGINT', '"fineness" BIGINT, "laboratory" BLOB REFERENCES "party" (id), "note" TEXT')
    assert 'CREATE INDEX "assay_laboratory" ON "assay" ("laboratory") WHERE trashed = 0' in db.made()


def test_a_server_has_no_rows_in_the_order_of_their_ids(db: Db) -> None:
    said: list[str] = []
    server = SimpleNamespace(execute_sql=said.append)
    schema_tables.add_registers(server, {"assay": "date TEXT"}, {"assay": "date"})
    assert said[0].endswith('"date" TEXT)') and "ROWID" not in said[0]
