"""Actions know all they answer, their extensions and their effect; risks are looked at again."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
TABLES = {
    "risk_review": (
        "risk BLOB REFERENCES risk (id), date TEXT, reviewed_by TEXT, old_likelihood TEXT, old_impact TEXT, "
        "old_response TEXT, likelihood TEXT, impact TEXT, response TEXT, reason TEXT"
    ),
    "source_of_action": "action BLOB REFERENCES action (id), target TEXT, note TEXT",
    "action_extension": (
        "action BLOB REFERENCES action (id), date TEXT, old_due TEXT, new_due TEXT, reason TEXT, approved_by TEXT"
    ),
    "action_parcel": (
        "number TEXT, sent_on TEXT, recipient TEXT, actions BIGINT, body TEXT, returned_on TEXT, note TEXT"
    ),
}
INDEXES = {
    "risk_review": ("date", "risk, date"),
    "source_of_action": ("target", "action, target"),
    "action_extension": ("date", "action, date"),
    "action_parcel": ("sent_on",),
}
COLUMNS = (
    "owner_organisation BLOB REFERENCES stakeholder (id)", "effect_checked_by TEXT", "effective TEXT",
    "repeat_months BIGINT", "repeat_day BIGINT", "repeat_of BLOB REFERENCES action (id)",
)


def up(_migrator: Any, db: Any) -> None:
    """Four tables more, six columns of actions, and indexes by what actions and findings are asked for."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    for table, declared in TABLES.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({_COMMON}, {declared}){rowid}')
        for columns in INDEXES[table]:
            name = columns.partition(",")[0]
            db.execute_sql(f'CREATE INDEX "{table}_{name}" ON "{table}" ({columns}) WHERE trashed = 0')
        db.execute_sql(f'CREATE INDEX "{table}_source" ON "{table}" (source) WHERE source IS NOT NULL')
        db.execute_sql(f'CREATE INDEX "{table}_search" ON "{table}" (search) WHERE trashed = 0 AND search <> \'\'')
    db.execute_sql("CREATE UNIQUE INDEX action_parcel_number_once ON action_parcel (number) WHERE trashed = 0")
    there = {column.name for column in db.get_columns("action")}
    for column in COLUMNS:
        if column.split()[0] not in there:
            db.execute_sql(f'ALTER TABLE "action" ADD COLUMN {column}')
    db.execute_sql("CREATE INDEX IF NOT EXISTS action_origin ON action (origin) "
                   "WHERE trashed = 0 AND origin IS NOT NULL")
    db.execute_sql("CREATE INDEX IF NOT EXISTS action_repeat_of ON action (repeat_of) "
                   "WHERE trashed = 0 AND repeat_of IS NOT NULL")
