"""Schema 0004: the try-it page: its links, its visitors, and what their phones show."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what the page keeps; secrets are kept as digests only."""
    op.create_table(
        "page_links",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("opening", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "page_visitors",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("session", sa.Text, nullable=False, unique=True),
        sa.Column("came_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("opening", sa.Text),
    )
    op.create_table(
        "page_messages",
        sa.Column(
            "person",
            sa.BigInteger,
            sa.ForeignKey("page_visitors.person", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("file", sa.LargeBinary),
    )
