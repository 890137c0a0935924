"""Schema 0007: scenarios that centres publish, and trying one out before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_OUT = sa.text("state = 'published'")


def upgrade() -> None:
    """Add what is kept of a centre's own scenarios; their texts are pinned like any other."""
    op.create_table(
        "publications",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("centre", sa.Text, sa.ForeignKey("centres.id"), nullable=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, sa.ForeignKey("members.id"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, sa.ForeignKey("members.id")),
        sa.Column("law_checked", sa.Text),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("centre", "scenario", "version"),
        sa.ForeignKeyConstraint(
            ["scenario", "version"], ["scenario_versions.scenario", "scenario_versions.version"]
        ),
    )
    op.create_index(
        "publications_out",
        "publications",
        ["centre", "scenario"],
        unique=True,
        sqlite_where=_OUT,
        postgresql_where=_OUT,
    )
    op.create_table(
        "previews",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column(
            "publication",
            sa.Text,
            sa.ForeignKey("publications.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("turns", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
