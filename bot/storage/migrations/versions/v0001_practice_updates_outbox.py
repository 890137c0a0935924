"""Schema 0001: learners, attempts and turns, pinned scenarios, updates, and the outbox.

Moments are whole microseconds since 1970 in UTC. Deleting a learner deletes their attempts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_UNDER_WAY = sa.text("completed_at IS NULL AND replaced_at IS NULL")
_OWED = sa.text("sent_at IS NULL AND failed IS NULL")
_KEYBOARD = sa.text("buttons IS NOT NULL AND failed IS NULL")


def upgrade() -> None:
    """Create the first tables."""
    _practice()
    _updates()
    _outbox()


def _id() -> sa.Column[int]:
    """Return a key that is never given twice, also after a deletion."""
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def _practice() -> None:
    op.create_table(
        "learners",
        _id(),
        sa.Column("telegram_id", sa.BigInteger, nullable=False, unique=True),
        sa.Column("agreed_at", sa.BigInteger, nullable=False),
        sa.Column("unreachable_since", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scenario_versions",
        sa.Column("scenario", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "attempts",
        _id(),
        sa.Column(
            "learner_id",
            sa.BigInteger,
            sa.ForeignKey("learners.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("token", sa.Text, nullable=False, unique=True),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("completed_at", sa.BigInteger),
        sa.Column("replaced_at", sa.BigInteger),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("ending", sa.Text),
        sa.Column("percent", sa.Integer),
        sa.Column("achieved", sa.Boolean),
        sa.Column("marks", sa.Text),
        sa.ForeignKeyConstraint(
            ["scenario", "version"], ["scenario_versions.scenario", "scenario_versions.version"]
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "one_attempt_under_way",
        "attempts",
        ["learner_id"],
        unique=True,
        sqlite_where=_UNDER_WAY,
        postgresql_where=_UNDER_WAY,
    )
    op.create_table(
        "turns",
        sa.Column(
            "attempt_id",
            sa.BigInteger,
            sa.ForeignKey("attempts.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("node", sa.Text, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _updates() -> None:
    op.create_table("updates", *_update_key(), _at(), sqlite_with_rowid=False)
    op.create_index("updates_by_age", "updates", ["at"])
    op.create_table(
        "set_aside",
        *_update_key(),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        _at(),
    )


def _update_key() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    )


def _at() -> sa.Column[int]:
    return sa.Column("at", sa.BigInteger, nullable=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        _id(),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("buttons", sa.Text),
        sa.Column("typing", sa.Boolean, nullable=False),
        sa.Column("owed_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("failed", sa.Text),
        sqlite_autoincrement=True,
    )
    for name, rows in (("outbox_owed", _OWED), ("outbox_keyboards", _KEYBOARD)):
        op.create_index(name, "outbox", ["chat_id", "id"], sqlite_where=rows, postgresql_where=rows)
