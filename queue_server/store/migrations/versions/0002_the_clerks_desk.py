"""The clerk's desk: holds and reservations that end, appointments, notes, presence, undo."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TICKETS = (
    ("reserved_until", sa.BigInteger()),
    ("booked_at", sa.BigInteger()),
    ("enters_at", sa.BigInteger()),
    ("held_until", sa.BigInteger()),
    ("moved_from", sa.Integer()),
    ("note", sa.Text()),
    ("calling_since", sa.BigInteger()),
)
COUNTERS = (("armed_since", sa.BigInteger()), ("seen_at", sa.BigInteger()))
INDEXES = (
    ("tickets", "ix_tickets_booked", ["centre", "day"], "status = 'booked'"),
    ("journal", "ix_journal_counter", ["centre", "counter", "seq"], "counter IS NOT NULL"),
    (
        "journal",
        "ix_journal_out_of_order",
        ["centre", "at"],
        "kind = 'called' AND reason IS NOT NULL",
    ),
)


def upgrade() -> None:
    for table, columns in (("tickets", TICKETS), ("counters", COUNTERS)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind in columns:
                batch_op.add_column(sa.Column(name, kind, nullable=True))
    for table, name, keys, where in INDEXES:
        condition = sa.text(where)
        op.create_index(name, table, keys, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for table, name, _keys, _where in INDEXES:
        op.drop_index(name, table_name=table)
    for table, columns in (("tickets", TICKETS), ("counters", COUNTERS)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, _kind in columns:
                batch_op.drop_column(name)
