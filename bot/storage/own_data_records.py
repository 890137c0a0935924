"""Everything held about one learner, and its end, as statements."""

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from bot.centre.audit import EVERY_RECORD, learner_record
from bot.centre.own_data import KeptAlert, KeptAtCentres, KeptDisclosure, KeptEnrolment, KeptRole
from bot.practice.debrief import Answer
from bot.practice.own_data import (
    Kept,
    KeptAccount,
    KeptCard,
    KeptMessage,
    KeptPage,
    KeptPageMessage,
    KeptUpdate,
)
from bot.practice.records import Learner
from bot.practice.remarking import Remark
from bot.storage.attempts import each_attempt
from bot.storage.audit_records import audit_of
from bot.storage.moments import micros, moment, moment_if
from bot.storage.remark_records import remark_of
from bot.storage.statements import Statements


class OwnDataRecords:
    """What is held about a learner in every table, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def kept(self, learner: Learner) -> Kept:
        """Return everything that is held about a learner."""
        sql, connection, chat = self._sql, self._connection, learner.telegram_id
        account = await sql.own_account(connection, learner=learner.id)
        attempts = sql.own_attempts(connection, learner=learner.id)
        cards = sql.own_cards(connection, learner=learner.id)
        until = await sql.own_move_code(connection, learner=learner.id)
        calls = sql.own_calls(connection, chat_id=chat)
        updates = sql.own_set_aside(connection, chat_id=chat)
        return Kept(
            account=_account(*account),
            attempts=[attempt async for attempt in each_attempt(attempts)],
            answers=await self._answers(learner.id),
            remarks=await self._remarks(learner.id),
            cards=[_card(*row) async for row in cards],
            move_code_until=moment_if(until),
            messages=[_message(*row) async for row in calls],
            set_aside=[
                KeptUpdate(payload, error, tries, moment(at))
                async for payload, error, tries, at in updates
            ],
            page=await self._page(chat),
            centres=await self._at_centres(learner),
        )

    async def is_owed(self, chat_id: int, kind: str) -> bool:
        """Whether a file of this kind is still on its way to a chat."""
        rows = self._sql.owed_attachments(self._connection, chat_id=chat_id)
        return kind in [json.loads(attachment)["kind"] async for (attachment,) in rows]

    async def newest_question(self, chat_id: int, beginning: str) -> str | None:
        """Return the purpose of the newest buttons of a chat whose purpose begins so."""
        purpose: str | None = await self._sql.newest_question(
            self._connection, chat_id=chat_id, beginning=beginning
        )
        return purpose

    async def withdraw_question(self, chat_id: int, purpose: str) -> None:
        """Forget that buttons were for this purpose: they have been taken off."""
        await self._sql.withdraw_question(self._connection, chat_id=chat_id, purpose=purpose)

    async def messages_since(self, chat_id: int, since: datetime) -> list[int]:
        """Return the ids of the messages sent to a chat since a moment, as far as is known."""
        rows = self._sql.messages_since(self._connection, chat_id=chat_id, since=micros(since))
        return [message async for (message,) in rows]

    async def erase(self, learner: Learner, at: datetime) -> None:
        """Delete a learner, all that refers to them, and all that is known of their chat.

        The learner goes first: whoever owes them something at this moment is waited for then.
        """
        await self._sql.forget_unread_disclosures_of(self._connection, learner=learner.id)
        await self._sql.forget_learner(self._connection, learner=learner.id)
        await self.forget_chat(learner.telegram_id, at)

    async def forget_chat(self, chat_id: int, at: datetime) -> None:
        """Delete what is known of a chat, and end the roles that its person held in centres.

        What is deleted was sent and is owed to it, its updates set aside, its phone on the page.
        """
        await self._sql.forget_calls_of(self._connection, chat_id=chat_id)
        await self._sql.forget_set_aside_of(self._connection, chat_id=chat_id)
        await self._sql.forget_page_links_of(self._connection, person=chat_id)
        await self._sql.forget_visit_of(self._connection, person=chat_id)
        await self._sql.forget_wrong_codes_of(self._connection, person=chat_id)
        await self._sql.end_preview(self._connection, person=chat_id)
        await self._sql.end_roles_of_person(self._connection, at=micros(at), person=chat_id)
        await self._sql.forget_members_person(self._connection, person=chat_id)

    async def _page(self, person: int) -> KeptPage | None:
        visit = await self._sql.own_page_visit(self._connection, person=person)
        if visit is None:
            return None
        links = self._sql.own_page_links(self._connection, person=person)
        rows = self._sql.own_page_messages(self._connection, person=person)
        return KeptPage(
            came_at=moment(visit[0]),
            seen_at=moment(visit[1]),
            links_until=[moment(until) async for (until,) in links],
            messages=[_page_message(*row) async for row in rows],
        )

    async def _at_centres(self, learner: Learner) -> KeptAtCentres:
        sql, connection, person = self._sql, self._connection, learner.telegram_id
        roles = sql.roles_of_person(connection, person=person)
        enrolments = sql.own_enrolments(connection, learner=learner.id)
        wrong = await sql.wrong_codes(connection, person=person)
        preview = await sql.own_preview(connection, person=person)
        about = sql.noted_about(
            connection,
            subject=learner_record(learner.id),
            everything=EVERY_RECORD,
            since=micros(learner.agreed_at),
        )
        return KeptAtCentres(
            roles=[_role(*row) async for row in roles],
            enrolments=[_enrolment(*row) async for row in enrolments],
            wrong_codes=None if wrong is None else (wrong[0], moment(wrong[1])),
            preview=None if preview is None else _preview(*preview),
            done=await audit_of(sql.noted_by_person(connection, person=person)),
            about=await audit_of(about),
            disclosures=await self._disclosures(learner.id),
        )

    async def _disclosures(self, learner: int) -> list[KeptDisclosure]:
        alerts: dict[str, list[KeptAlert]] = defaultdict(list)
        async for disclosure, *alert in self._sql.own_alerts(self._connection, learner=learner):
            alerts[disclosure].append(_alert(*alert))
        rows = self._sql.own_disclosures(self._connection, learner=learner)
        return [_disclosure(alerts[id_], *row) async for id_, *row in rows]

    async def _answers(self, learner: int) -> dict[int, list[Answer]]:
        answers: dict[int, list[Answer]] = defaultdict(list)
        rows = self._sql.own_answers(self._connection, learner=learner)
        async for attempt, question, text, at in rows:
            answers[attempt].append(Answer(question, text, moment(at)))
        return answers

    async def _remarks(self, learner: int) -> dict[int, list[Remark]]:
        remarks: dict[int, list[Remark]] = defaultdict(list)
        async for row in self._sql.own_remarks(self._connection, learner=learner):
            remark = remark_of(*row)
            remarks[remark.attempt].append(remark)
        return remarks


def _account(  # noqa: PLR0917 - one for each column
    telegram_id: int,
    agreed_at: int,
    unreachable_since: int | None,
    unit: str | None,
    typing: int,
    spacing: int,
    time_zone: str,
    remind_at: int | None,
    reminded_at: int | None,
) -> KeptAccount:
    return KeptAccount(
        telegram_id=telegram_id,
        agreed_at=moment(agreed_at),
        unreachable_since=moment_if(unreachable_since),
        unit=unit,
        typing=bool(typing),
        spacing=bool(spacing),
        time_zone=time_zone,
        remind_at=moment_if(remind_at),
        reminded_at=moment_if(reminded_at),
    )


def _card(  # noqa: PLR0917 - one for each column
    card: str,
    state: int,
    step: int | None,
    stability: float,
    difficulty: float,
    due_at: int,
    reviewed_at: int,
) -> KeptCard:
    due, reviewed = moment(due_at), moment(reviewed_at)
    return KeptCard(card, state, step, stability, difficulty, due, reviewed)


def _role(  # noqa: PLR0917 - one for each column
    centre: str,
    centre_name: str,
    member: str,
    name: str,
    role: str,
    since: int,
    until: int | None,
    tested_at: int | None,
) -> KeptRole:
    ends, tested = moment_if(until), moment_if(tested_at)
    return KeptRole(centre, centre_name, member, name, role, moment(since), ends, tested)


def _enrolment(  # noqa: PLR0917 - one for each column
    id_: int,
    centre: str,
    centre_name: str,
    cohort: str,
    reference: str | None,
    joined_at: int,
    left_at: int | None,
    added_by: str | None,
) -> KeptEnrolment:
    joined, left = moment(joined_at), moment_if(left_at)
    return KeptEnrolment(id_, centre, centre_name, cohort, reference, joined, left, added_by)


def _alert(to: str, first_at: int, last_at: int, times: int, opened_at: int | None) -> KeptAlert:
    return KeptAlert(to, moment(first_at), moment(last_at), times, moment_if(opened_at))


def _disclosure(  # noqa: PLR0917 - one for each column
    alerts: list[KeptAlert],
    centre: str | None,
    text: str | None,
    at: int,
    phrases: int | None,
    in_answer: int,
    answer: str | None,
    answered_at: int | None,
    alert_at: int | None,
    rounds: int,
    acknowledged_at: int | None,
    acknowledged_by: str | None,
    keep_until: int | None,
) -> KeptDisclosure:
    return KeptDisclosure(
        centre=centre,
        text=text,
        at=moment(at),
        phrases=phrases,
        in_answer=bool(in_answer),
        answer=answer,
        answered_at=moment_if(answered_at),
        next_alert_at=moment_if(alert_at),
        rounds=rounds,
        taken_on_at=moment_if(acknowledged_at),
        taken_on_by=acknowledged_by,
        kept_until=moment_if(keep_until),
        alerts=alerts,
    )


def _preview(title: str, turns: str, at: int) -> tuple[str, int, datetime]:
    return title, len(json.loads(turns)), moment(at)


def _page_message(number: int, shown: str, has_file: bool) -> KeptPageMessage:
    message = json.loads(shown)
    content = message["content"]
    return KeptPageMessage(
        number=number,
        by_learner=message["mine"],
        text=content.get("text", content.get("caption")),
        has_file=bool(has_file),
        sent_at=datetime.fromtimestamp(message["date"], UTC),
    )


def _message(  # noqa: PLR0917 - one for each column
    method: str,
    payload: str | None,
    attachment: str | None,
    owed_at: int,
    sent_at: int | None,
    failed: str | None,
) -> KeptMessage:
    content = {} if payload is None else json.loads(payload)
    file = None if attachment is None else json.loads(attachment)["kind"]
    text = content.get("text", content.get("caption"))
    return KeptMessage(method, text, file, moment(owed_at), moment_if(sent_at), failed)
