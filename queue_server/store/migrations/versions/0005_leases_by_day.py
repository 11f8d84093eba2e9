"""Leases of one day are counted, for the numbers nobody took."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_leases_day", "leases", ["centre", "day"])


def downgrade() -> None:
    op.drop_index("ix_leases_day", table_name="leases")
