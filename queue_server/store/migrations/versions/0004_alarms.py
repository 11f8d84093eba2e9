"""Calls for help from kiosks, and reports that extra papers were demanded."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("centre", sa.String(64), nullable=False),
        sa.Column("alarm", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("procedure", sa.String(32), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(80), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(80), nullable=True),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("centre", "alarm", name="pk_alarms"),
    )
    op.create_index("ix_alarms_day", "alarms", ["centre", "day"])
    op.create_index("ix_alarms_device", "alarms", ["centre", "device", "at"])
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_alarms_open",
        "alarms",
        ["centre", "device", "at"],
        sqlite_where=still,
        postgresql_where=still,
    )


def downgrade() -> None:
    for name in ("ix_alarms_open", "ix_alarms_device", "ix_alarms_day"):
        op.drop_index(name, table_name="alarms")
    op.drop_table("alarms")
