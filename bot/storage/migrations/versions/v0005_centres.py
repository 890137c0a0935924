"""Schema 0005: centres, their people and cohorts, invitations, and the audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NOW = sa.text("until IS NULL")
_ENROLLED = sa.text("left_at IS NULL")


def upgrade() -> None:
    """Add what centres need; an attempt may belong to an enrolment from now on."""
    _centres()
    _cohorts()
    _enrolments()
    _invitations()
    _audit()


def _centres() -> None:
    op.create_table(
        "centres",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("office_hours", sa.Text, nullable=False),
        sa.Column("out_of_hours", sa.Text, nullable=False),
        sa.Column("page_allowed", sa.Boolean, nullable=False),
        _moment("founded_at"),
        sa.Column("closed_at", sa.BigInteger),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Text, primary_key=True),
        _of("centre", "centres.id"),
        sa.Column("person", sa.BigInteger, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("centre", "person"),
    )
    op.create_table(
        "roles",
        _id(),
        _of("member", "members.id"),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("place", sa.Integer),
        _moment("since"),
        sa.Column("until", sa.BigInteger),
        sa.Column("given_by", sa.Text, sa.ForeignKey("members.id")),
        sa.Column("tested_at", sa.BigInteger),
    )
    _unique_while("roles_held", "roles", ["member", "role"], _NOW)


def _cohorts() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Text, primary_key=True),
        _of("centre", "centres.id"),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("starts_on", sa.Text, nullable=False),
        sa.Column("ends_on", sa.Text, nullable=False),
        _of("tutor", "members.id"),
        _moment("opened_at"),
        sa.Column("closed_at", sa.BigInteger),
        sa.UniqueConstraint("centre", "slug"),
    )
    op.create_table(
        "cohort_scenarios",
        sa.Column("cohort", sa.Text, sa.ForeignKey("cohorts.id"), primary_key=True),
        sa.Column("scenario", sa.Text, primary_key=True),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer),
    )
    op.create_table(
        "cohort_references",
        sa.Column("cohort", sa.Text, sa.ForeignKey("cohorts.id"), primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
    )


def _enrolments() -> None:
    op.create_table(
        "enrolments",
        _id(),
        _of("cohort", "cohorts.id"),
        sa.Column(
            "learner_id",
            sa.BigInteger,
            sa.ForeignKey("learners.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("reference", sa.Text),
        _moment("joined_at"),
        sa.Column("left_at", sa.BigInteger),
        sa.Column("added_by", sa.Text, sa.ForeignKey("members.id")),
        sqlite_autoincrement=True,
    )
    _unique_while("enrolled", "enrolments", ["cohort", "learner_id"], _ENROLLED)
    _unique_while("references_given", "enrolments", ["cohort", "reference"], _ENROLLED)
    # Spelt out, since a key added to a table of SQLite has to stand in its column.
    op.execute(
        "ALTER TABLE attempts ADD COLUMN enrolment_id BIGINT"
        " REFERENCES enrolments (id) ON DELETE SET NULL"
    )
    rows = sa.text("enrolment_id IS NOT NULL")
    op.create_index(
        "attempts_of_enrolments",
        "attempts",
        ["enrolment_id"],
        sqlite_where=rows,
        postgresql_where=rows,
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        _of("centre", "centres.id"),
        sa.Column("role", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("cohort", sa.Text, sa.ForeignKey("cohorts.id"), index=True),
        _moment("made_at"),
        sa.Column("made_by", sa.Text, sa.ForeignKey("members.id")),
        _moment("expires_at"),
        sa.Column("uses_left", sa.Integer),
        sa.Column("closed_at", sa.BigInteger),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False, index=True),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        _id(),
        _moment("at"),
        sa.Column("centre", sa.Text, sa.ForeignKey("centres.id")),
        sa.Column("actor", sa.Text, sa.ForeignKey("members.id"), index=True),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_of_centres", "audit", ["centre", "at"])
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_keeps_{event.lower()} BEFORE {event} ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        for event in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$",
        "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
    ],
}
"""The database itself refuses to change or delete what the audit holds."""


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _of(name: str, key: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, sa.ForeignKey(key), nullable=False, index=True)


def _unique_while(name: str, table: str, columns: list[str], rows: Any) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=rows, postgresql_where=rows)
