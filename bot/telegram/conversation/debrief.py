"""Looking back on a finished practice: what is asked, and what is typed or skipped in answer.

While the newest buttons of a chat are a question's, typed text is its answer.
"""

import re
from dataclasses import dataclass

from bot.practice.debrief import QUESTIONS, Debrief, Debriefing, TooLong
from bot.storage.calls import Call, Keyboard
from bot.telegram import calls
from bot.telegram.conversation import playing
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import debrief as view
from bot.telegram.views import pages
from bot.telegram.words import debrief as words

_PURPOSE = re.compile(r"debrief (?P<token>[A-Za-z0-9_-]+) (?P<number>\d+)(?P<again> again)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the screen: number `number` about an attempt, asked `again` to change it.

    `message` is the one with its buttons; None while that is on its way.
    """

    token: str
    number: int
    again: bool
    message: int | None


def asked(newest: Keyboard | None) -> Asked | None:
    """Return the question that a chat's newest buttons are for, if they are for one."""
    found = None if newest is None else _PURPOSE.fullmatch(newest.purpose)
    if found is None or newest is None:
        return None
    return Asked(found["token"], int(found["number"]), bool(found["again"]), newest.message_id)


async def look_back(visit: Visit, token: str) -> list[Call]:
    """Ask the first open question about an attempt, or show its answers."""
    return await _stand(visit, await _debriefing(visit).look_back(visit.learner, token))


async def skip(visit: Visit, token: str, number: int) -> list[Call]:
    """Leave a question without an answer and go on."""
    debrief = await _debriefing(visit).skip(visit.learner, token, number)
    return [*visit.tapped_off(), *await _stand(visit, debrief)]


async def typed(visit: Visit, question: Asked, text: str) -> list[Call]:
    """Take what was typed as the answer to the question on the screen."""
    text = storable(text)
    if question.message is None:
        return visit.say(pages.plain(words.TOO_SOON))
    if not text:
        return visit.say(pages.plain(words.WORDS_ONLY))
    return await taken(visit, question, text)


async def taken(visit: Visit, question: Asked, text: str) -> list[Call]:
    """Keep a text as the answer to a question, and go on to the next."""
    use_case = _debriefing(visit)
    keep = use_case.change if question.again else use_case.answer
    outcome = await keep(visit.learner, question.token, question.number, text)
    if isinstance(outcome, TooLong):
        # Asked anew, so that the rest of a long text, which comes as a message of its own, is
        # too soon for it.
        debrief = await use_case.look_back(visit.learner, question.token)
        asked_again = (
            await _stand(visit, debrief)
            if debrief is None or not question.again
            else await _ask_again(visit, debrief, question.number)
        )
        return [*visit.say(view.too_long(outcome)), *asked_again]
    if outcome is None:
        return await playing.other_text(visit)
    answered = []
    if question.message is not None:
        answered = [calls.without_buttons(visit.chat, question.message)]
    if not question.again:
        return [*answered, *await _stand(visit, outcome)]
    if not outcome.changeable:
        return [*answered, *visit.say(pages.plain(words.TOO_LATE))]
    return [*answered, *await _ask_again(visit, outcome, question.number + 1)]


async def change(visit: Visit, token: str) -> list[Call]:
    """Go through the answers once more, from the first, while they can be changed."""
    debrief = await _debriefing(visit).look_back(visit.learner, token)
    if debrief is None or debrief.open_question is not None:
        return await _stand(visit, debrief)
    if not debrief.changeable:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.TOO_LATE))]
    return [*visit.tapped_off(), *await _ask_again(visit, debrief, 1)]


async def keep(visit: Visit, token: str, number: int) -> list[Call]:
    """Leave an answer as it is and go on; a late tap shows the question that was reached."""
    debrief = await _debriefing(visit).look_back(visit.learner, token)
    if debrief is None or not debrief.changeable:
        return [*visit.tapped_off(), *await _stand(visit, debrief)]
    reached = asked(await visit.records.newest_keyboard(visit.chat))
    late = reached is not None and (reached.token, reached.again) == (token, True)
    following = number + 1
    if late and reached is not None and reached.number != number:
        following = reached.number
    return [*visit.tapped_off(), *await _ask_again(visit, debrief, following)]


async def _stand(visit: Visit, debrief: Debrief | None) -> list[Call]:
    """Show where a debrief stands; without one, where the learner does."""
    if debrief is None:
        return await playing.resume(visit)
    number = debrief.open_question
    if number is None:
        return await _show_log(visit, debrief)
    purpose = f"debrief {debrief.attempt.token} {number}"
    return await visit.offer(view.question(debrief, number), purpose)


async def _ask_again(visit: Visit, debrief: Debrief, number: int) -> list[Call]:
    if number > QUESTIONS:
        return await _show_log(visit, debrief)
    purpose = f"debrief {debrief.attempt.token} {number} again"
    return await visit.offer(view.question_again(debrief, number), purpose)


async def _show_log(visit: Visit, debrief: Debrief) -> list[Call]:
    shown = view.log(debrief, playing.title(visit, debrief.attempt))
    if not debrief.changeable:
        return visit.say(shown)
    return await visit.offer(shown, f"log of {debrief.attempt.token}")


def _debriefing(visit: Visit) -> Debriefing:
    return Debriefing(visit.records, visit.practice.now)


def storable(text: str) -> str:
    """Return a text without what a database refuses: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()
