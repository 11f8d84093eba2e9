"""Who speaks in a zone, what was spoken when, and what managers say in the hall."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voices",
        sa.Column("centre", sa.String(64), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(40), nullable=True),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("lent_at", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("centre", "zone", "who", name="pk_voices"),
    )
    op.create_table(
        "spoken",
        sa.Column("centre", sa.String(64), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("utterance", sa.String(48), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(40), nullable=True),
        sa.Column("delay_ms", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("centre", "zone", "utterance", name="pk_spoken"),
    )
    op.create_index("ix_spoken_noted_at", "spoken", ["centre", "noted_at"])
    op.create_table(
        "broadcasts",
        sa.Column("centre", sa.String(64), nullable=False),
        sa.Column("broadcast", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("gap_s", sa.Integer(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("centre", "broadcast", name="pk_broadcasts"),
    )
    op.create_index("ix_broadcasts_said_at", "broadcasts", ["centre", "said_at"])


def downgrade() -> None:
    op.drop_index("ix_broadcasts_said_at", table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_index("ix_spoken_noted_at", table_name="spoken")
    op.drop_table("spoken")
    op.drop_table("voices")
