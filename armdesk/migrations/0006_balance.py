"""Rates hold for a way of working or a site; gold has a class from the delivery on; months are added up."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns

COLUMNS = {
    "rate": "applies_to TEXT, site BLOB>site", "site": "mining_method TEXT", "production": "gold_class TEXT",
    "batch": "gold_class TEXT, practice_answer TEXT", "reagent_movement": "difference_reason TEXT",
}
"""New columns of registers."""

TABLES = (
    # Sums of the deliveries of a month.  Units: mg, kg; fine in 1/240,000 mg, so that carats too are whole numbers.
    ("CREATE TABLE production_month (month TEXT NOT NULL, site BLOB NOT NULL, gold_class TEXT NOT NULL, "
     "deliveries BIGINT NOT NULL, days BIGINT NOT NULL, gross_mg BIGINT NOT NULL, fine BIGINT NOT NULL, "
     "unmeasured BIGINT NOT NULL, ore_kg BIGINT NOT NULL, persons BIGINT NOT NULL, "
     "PRIMARY KEY (month, site, gold_class))"),
    # What else moved in a month.  Units: amount in 1/240,000 mg.
    ("CREATE TABLE gold_month (month TEXT NOT NULL, flow TEXT NOT NULL, site BLOB NOT NULL, gold_class TEXT NOT NULL, "
     "amount BIGINT NOT NULL, entries BIGINT NOT NULL, PRIMARY KEY (month, flow, site, gold_class))"),
    # Months whose sums no longer hold.
    "CREATE TABLE stale_month (part TEXT NOT NULL, month TEXT NOT NULL, PRIMARY KEY (part, month))",
)
INDEXES = (
    ("CREATE INDEX IF NOT EXISTS lot_input_production ON lot_input (production) "
     "WHERE trashed = 0 AND production IS NOT NULL"),
    'CREATE INDEX IF NOT EXISTS sale_lot ON sale (lot) WHERE trashed = 0 AND lot IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS reagent_movement_item ON reagent_movement (item, unit, date) WHERE trashed = 0',
)
MONTHS = (
    ("production", "SELECT DISTINCT substr(date, 1, 7) FROM production WHERE trashed = 0"),
    ("gold", "SELECT DISTINCT substr(date, 1, 7) FROM sale WHERE trashed = 0"),
    ("gold", "SELECT DISTINCT substr(coalesce(created_on, ''), 1, 7) FROM lot WHERE trashed = 0"),
    ("gold", "SELECT DISTINCT substr(date, 1, 7) FROM lot_input WHERE trashed = 0 AND date IS NOT NULL"),
    ("gold", "SELECT DISTINCT substr(date, 1, 7) FROM batch WHERE trashed = 0"),
)
"""Everything that was there before has to be added up once."""


def up(_migrator: Any, db: Any) -> None:
    """Columns, tables of sums, and every month marked as not yet added up."""
    add_columns(db, COLUMNS)
    for statement in (*TABLES, *INDEXES):
        db.execute_sql(statement)
    for part, months in MONTHS:
        db.execute_sql(f"INSERT INTO stale_month (part, month) SELECT '{part}', found.* FROM ({months}) AS found "
                       "WHERE true ON CONFLICT DO NOTHING")
