"""Schema 0003: attempts marked again under a corrected mark scheme, with their earlier results."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is kept of each remark; the newest result stays where it was, in `attempts`."""
    op.create_table(
        "remarks",
        sa.Column(
            "attempt_id",
            sa.BigInteger,
            sa.ForeignKey("attempts.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("marked_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("from_version", sa.Text, nullable=False),
        sa.Column("to_version", sa.Text, nullable=False),
        sa.Column("result_before", sa.Text, nullable=False),
        sa.Column("result_after", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
