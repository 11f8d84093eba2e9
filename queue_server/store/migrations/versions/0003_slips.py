"""Slips that are ordered for a device to print."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_slips_to_print", ["centre", "device", "ordered_at"], "state IN ('ordered','taken')"),
    ("ix_slips_ticket", ["centre", "ticket"], "ticket IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "slips",
        sa.Column("centre", sa.String(64), nullable=False),
        sa.Column("slip", sa.String(36), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.Column("ordered_by", sa.String(80), nullable=False),
        sa.Column("ticket", sa.String(36), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "slip", name="pk_slips"),
    )
    op.create_index("ix_slips_ordered_at", "slips", ["centre", "ordered_at"])
    for name, keys, where in INDEXES:
        condition = sa.text(where)
        op.create_index(name, "slips", keys, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for name, _keys, _where in INDEXES:
        op.drop_index(name, table_name="slips")
    op.drop_index("ix_slips_ordered_at", table_name="slips")
    op.drop_table("slips")
