"""Schema 0002: preferences, replays, debriefs, cards, moving account, attachments of calls."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SET_ASIDE = sa.table(
    "set_aside",
    sa.column("bot_id", sa.BigInteger),
    sa.column("update_id", sa.BigInteger),
    sa.column("payload", sa.Text),
    sa.column("chat_id", sa.BigInteger),
)


def upgrade() -> None:
    """Add what the whole practice of a learner needs."""
    _preferences()
    _replays()
    _debriefs()
    _cards()
    _moving()
    op.add_column("outbox", sa.Column("attachment", sa.Text))
    op.add_column("outbox", sa.Column("send_before", sa.BigInteger))
    _whose_was_set_aside()


def _preferences() -> None:
    for column in (
        sa.Column("unit", sa.Text),
        sa.Column("typing", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("spacing", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("time_zone", sa.Text, nullable=False, server_default="Europe/London"),
        sa.Column("remind_at", sa.BigInteger),
        sa.Column("reminded_at", sa.BigInteger),
    ):
        op.add_column("learners", column)
    _partial_index("learners_to_remind", "learners", "remind_at")


def _replays() -> None:
    # Spelt out, since a key added to a table of SQLite has to stand in its column.
    op.execute(
        "ALTER TABLE attempts ADD COLUMN replays BIGINT REFERENCES attempts (id) ON DELETE CASCADE"
    )
    op.add_column("attempts", sa.Column("replay_from", sa.Integer))
    _partial_index("replays_of_attempts", "attempts", "replays")


def _debriefs() -> None:
    op.create_table(
        "debrief_answers",
        sa.Column(
            "attempt_id",
            sa.BigInteger,
            sa.ForeignKey("attempts.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("question", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("learner_id", sa.BigInteger, _learner(), primary_key=True, autoincrement=False),
        sa.Column("card", sa.Text, primary_key=True),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer),
        sa.Column("stability", sa.Double, nullable=False),
        sa.Column("difficulty", sa.Double, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("reviewed_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _moving() -> None:
    op.create_table(
        "move_codes",
        sa.Column("learner_id", sa.BigInteger, _learner(), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def _whose_was_set_aside() -> None:
    """Note for each update set aside whose chat it came from, as new ones do."""
    op.add_column("set_aside", sa.Column("chat_id", sa.BigInteger))
    connection = op.get_bind()
    for bot, update, payload in connection.execute(
        sa.select(_SET_ASIDE.c.bot_id, _SET_ASIDE.c.update_id, _SET_ASIDE.c.payload)
    ).all():
        own = sa.and_(_SET_ASIDE.c.bot_id == bot, _SET_ASIDE.c.update_id == update)
        connection.execute(
            sa.update(_SET_ASIDE).where(own).values(chat_id=_chat_of(json.loads(payload)))
        )


def _chat_of(update: dict[str, Any]) -> int | None:
    """Return the chat that an update belongs to, as the intake found it at the time."""
    for kind in update.values():
        if isinstance(kind, dict):
            chat = kind.get("from") if "chat_instance" in kind else kind.get("chat")
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return None


def _learner() -> sa.ForeignKey:
    return sa.ForeignKey("learners.id", ondelete="CASCADE")


def _partial_index(name: str, table: str, column: str) -> None:
    rows = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=rows, postgresql_where=rows)
