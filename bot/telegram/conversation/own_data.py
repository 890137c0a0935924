"""A learner's own data: a copy of everything, and its end."""

import json
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.centre.people import Tutored, tutored_by
from bot.practice.own_data import own_data
from bot.storage.calls import Attachment, Call
from bot.storage.moments import micros, moment
from bot.telegram import calls
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import centre, pages
from bot.telegram.views import own_data as views
from bot.telegram.views.layout import Message
from bot.telegram.words import own_data as words
from bot.telegram.words.debrief import QUESTIONS

COPIES = {"own-data-html": words.COPY_TO_READ, "own-data-json": words.COPY_FOR_PROGRAMS}
"""The files of a copy, in the order in which they are sent, and what is said of each."""

_QUESTION = "deletion "
_ANSWERABLE = timedelta(minutes=10)
_DELETABLE = timedelta(hours=47)  # Telegram deletes for 48, and the call may have to wait
_MOST_AT_ONCE = 100  # message ids, in one call of the Bot API

log = structlog.get_logger(__name__)


async def copy(visit: Visit) -> list[Call]:
    """Give a learner everything that is held about them, unless that is on its way already."""
    for kind in COPIES:
        if await visit.records.is_owed(visit.chat, kind):
            return []
    library, now = visit.practice.library, visit.practice.now
    copied = await own_data(visit.records, library, visit.learner, now, QUESTIONS)
    facts = {"copy": json.dumps(copied)}  # as text, since both files are made from it
    return [
        Call(
            "sendDocument",
            {"chat_id": visit.chat, "caption": said},
            attachment=Attachment("document", kind, facts),
        )
        for kind, said in COPIES.items()
    ]


async def ask(visit: Visit) -> list[Call]:
    """Ask whether to delete everything; only the newest such question can be answered."""
    asked = str(micros(visit.practice.now))
    tutored = await tutored_by(visit.records, visit.chat)
    groups = [cohort for each in tutored for cohort in each.cohorts]
    return await _asked(visit, views.question(asked, groups), asked)


async def too_young(visit: Visit) -> list[Call]:
    """Ask the same of a learner who says that they are too young."""
    asked = str(micros(visit.practice.now))
    return [*visit.tapped_off(), *await _asked(visit, views.too_young(asked), asked)]


async def keep(visit: Visit, asked: str) -> list[Call]:
    """Take the question back."""
    await visit.records.withdraw_question(visit.chat, f"{_QUESTION}{asked}")
    return visit.in_place(pages.plain(words.KEPT))


async def delete(visit: Visit, asked: str) -> list[Call]:
    """Delete everything, if that is the newest question and not too old; say goodbye."""
    if not await _answerable(visit, asked):
        await visit.records.withdraw_question(visit.chat, f"{_QUESTION}{asked}")
        return visit.in_place(pages.plain(words.DELETE_TOO_OLD))
    cleared = await clear(visit, visit.chat)
    staying = await visit.records.disclosures_staying(visit.learner.id)
    tutored = await tutored_by(visit.records, visit.chat)
    await visit.records.erase(visit.learner, visit.practice.now)
    log.info("a learner was erased")
    return [*cleared, *visit.say(views.deleted(staying=bool(staying))), *_tell(tutored)]


async def clear(visit: Visit, chat: int) -> list[Call]:
    """Delete from a chat what the bot sent there, as far back as Telegram allows."""
    gone = await visit.records.messages_since(chat, visit.practice.now - _DELETABLE)
    return [
        Call(
            "deleteMessages", {"chat_id": chat, "message_ids": gone[first : first + _MOST_AT_ONCE]}
        )
        for first in range(0, len(gone), _MOST_AT_ONCE)
    ]


async def _asked(visit: Visit, question: list[Message], asked: str) -> list[Call]:
    """Put a question; of the one before, the buttons go if it is the newest message with any."""
    newest = await visit.records.newest_keyboard(visit.chat)
    before: list[Call] = []
    if newest is not None and newest.purpose.startswith(_QUESTION):
        if newest.message_id is None:
            return []
        before = [calls.without_buttons(visit.chat, newest.message_id)]
    return [*before, *calls.send(visit.chat, question, purpose=f"{_QUESTION}{asked}")]


def _tell(tutored: Sequence[Tutored]) -> list[Call]:
    """Tell the managers of centres which of their groups have no tutor any more."""
    return [
        call
        for left in tutored
        for manager in left.managers
        if manager.person is not None
        for call in calls.send(manager.person, centre.tutor_gone(left))
    ]


async def _answerable(visit: Visit, asked: str) -> bool:
    newest = await visit.records.newest_question(visit.chat, _QUESTION)
    if newest != f"{_QUESTION}{asked}":
        return False
    return visit.practice.now - moment(int(asked)) <= _ANSWERABLE
