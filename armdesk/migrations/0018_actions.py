"""Actions know all they answer, their extensions and their effect; risks are looked at again."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

TABLES = {
    "risk_review": (
        "risk BLOB>risk, date TEXT, reviewed_by TEXT, old_likelihood TEXT, old_impact TEXT, "
        "old_response TEXT, likelihood TEXT, impact TEXT, response TEXT, reason TEXT"
    ),
    "source_of_action": "action BLOB>action, target TEXT, note TEXT",
    "action_extension": (
        "action BLOB>action, date TEXT, old_due TEXT, new_due TEXT, reason TEXT, approved_by TEXT"
    ),
    "action_parcel": (
        "number TEXT, sent_on TEXT, recipient TEXT, actions BIGINT, body TEXT, returned_on TEXT, note TEXT"
    ),
}
INDEXES = {
    "risk_review": "date risk+date",
    "source_of_action": "target action+target",
    "action_extension": "date action+date",
    "action_parcel": "sent_on number!",
}
COLUMNS = {
    "action": (
        "owner_organisation BLOB>stakeholder, effect_checked_by TEXT, effective TEXT, repeat_months BIGINT, "
        "repeat_day BIGINT, repeat_of BLOB>action"
    ),
}


def up(_migrator: Any, db: Any) -> None:
    """Four tables more, six columns of actions, and indexes by what actions and findings are asked for."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
    db.execute_sql("CREATE INDEX IF NOT EXISTS action_origin ON action (origin) "
                   "WHERE trashed = 0 AND origin IS NOT NULL")
    db.execute_sql("CREATE INDEX IF NOT EXISTS action_repeat_of ON action (repeat_of) "
                   "WHERE trashed = 0 AND repeat_of IS NOT NULL")
