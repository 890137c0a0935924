"""Words that sound real: the practice pauses, and the learner says what they are."""

from bot.centre import disclosure as use_case
from bot.centre.phrases.listed import Match
from bot.storage.calls import Call, Keyboard
from bot.telegram import calls
from bot.telegram.conversation import alerts, debrief, playing
from bot.telegram.conversation.visit import PAUSE, Visit
from bot.telegram.views import pages
from bot.telegram.views import real as views
from bot.telegram.words import real as words

_REAL = {"real", words.THIS_IS_REAL.casefold()}
_PRACTICE = {"practice", words.PART_OF_THE_PRACTICE.casefold()}


async def heard(visit: Visit, match: Match, text: str, newest: Keyboard | None) -> list[Call]:
    """Pause for words that sound real, and ask what they are."""
    question = None if newest is None or debrief.asked(newest) is None else newest.purpose
    said = await use_case.heard(
        visit.records,
        visit.learner.id,
        debrief.storable(text),
        match.version,
        question,
        visit.practice.now,
    )
    found = await visit.records.said(visit.learner.id, said)
    centres = await use_case.who_is_told(visit.records, found)
    asked = calls.send(visit.chat, views.asked(said, centres), purpose=f"{PAUSE}{said}")
    if newest is None or newest.message_id is None:
        return asked
    return [calls.without_buttons(visit.chat, newest.message_id), *asked]


def paused(newest: Keyboard | None) -> str | None:
    """Return what the newest buttons of a chat ask about, if they ask whether it is real."""
    if newest is None or not newest.purpose.startswith(PAUSE):
        return None
    return newest.purpose.removeprefix(PAUSE)


def is_answer(text: str) -> bool:
    """Whether somebody typed an answer instead of tapping it."""
    return _tidied(text) in _REAL | _PRACTICE


async def typed(visit: Visit, said: str, text: str) -> list[Call]:
    """Take a typed answer, in the words of the buttons; anything else is asked again."""
    answer = _tidied(text)
    if answer in _REAL:
        return await is_real(visit, said)
    if answer in _PRACTICE:
        return await is_practice(visit, said)
    if not await visit.records.said(visit.learner.id, said):
        return await playing.other_text(visit)
    return await visit.offer(views.asked_again(said), f"{PAUSE}{said}")


async def is_real(visit: Visit, said: str) -> list[Call]:
    """Tell those who look after learners now, and the learner that they are told."""
    told = await use_case.is_real(visit.records, visit.learner.id, said, visit.practice.now)
    if told is None:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.NOTHING_LEFT))]
    if told.again:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.ALREADY_TOLD))]
    raised = await alerts.due(visit.records, visit.practice.now)
    return [*visit.tapped_off(), *visit.say(views.is_real(told)), *raised]


async def tell(visit: Visit) -> list[Call]:
    """Tell them of something real without any words: the button under the kind line."""
    told = await use_case.tell(visit.records, visit.learner.id, visit.practice.now)
    if told.again:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.ALREADY_TOLD))]
    raised = await alerts.due(visit.records, visit.practice.now)
    return [*visit.tapped_off(), *visit.say(views.is_real(told)), *raised]


async def is_practice(visit: Visit, said: str) -> list[Call]:
    """Go on where the learner was: what answers a question is taken as the answer now."""
    practised = await use_case.is_practice(
        visit.records, visit.learner.id, said, visit.practice.now
    )
    if practised is None:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.NOTHING_LEFT))]
    thanks = words.PRACTICE_TOO_LATE if practised.alerted else words.PRACTICE
    return [
        *visit.tapped_off(),
        *visit.say(pages.plain(thanks)),
        *await _go_on(visit, practised.typed),
    ]


async def _go_on(visit: Visit, typed: use_case.Disclosure) -> list[Call]:
    question = None if typed.asked is None else debrief.asked(Keyboard(typed.asked, None))
    if question is not None and typed.text is not None:
        return await debrief.taken(visit, question, typed.text)
    position = await visit.practice.resume(visit.learner)
    return [] if position is None else await playing.stand(visit, position)


def _tidied(text: str) -> str:
    return text.strip().strip(".!").casefold()
