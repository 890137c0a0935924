"""Schema 0006: text that sounds real, and the alerts to a centre's safeguarding leads."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is kept of text that sounds real, for how long, and who was told."""
    op.add_column(
        "centres",
        sa.Column("disclosure_days", sa.Integer, nullable=False, server_default="90"),
    )
    op.add_column("roles", sa.Column("test_sent_at", sa.BigInteger))
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column(
            "learner_id",
            sa.BigInteger,
            sa.ForeignKey("learners.id", ondelete="SET NULL"),
            index=True,
        ),
        sa.Column("centre", sa.Text, sa.ForeignKey("centres.id"), index=True),
        sa.Column("cohort", sa.Text, sa.ForeignKey("cohorts.id")),
        sa.Column("reference", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("phrases", sa.Integer),
        sa.Column("asked", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("alert_at", sa.BigInteger),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger),
        sa.Column("acknowledged_by", sa.Text, sa.ForeignKey("members.id")),
        sa.Column("keep_until", sa.BigInteger),
    )
    for column in ("alert_at", "keep_until"):
        rows = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"disclosures_{column}",
            "disclosures",
            [column],
            sqlite_where=rows,
            postgresql_where=rows,
        )
    op.create_table(
        "alerts",
        sa.Column(
            "disclosure",
            sa.Text,
            sa.ForeignKey("disclosures.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("member", sa.Text, sa.ForeignKey("members.id"), primary_key=True),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.BigInteger),
    )
