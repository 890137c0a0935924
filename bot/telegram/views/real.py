"""When it is real: what the learner reads, and what those who look after learners read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.centre.disclosure import Answer, Disclosure, Told
from bot.centre.records import Centre, Member
from bot.practice.zones import zone
from bot.telegram.buttons import GotTest, OnIt, OpenAlert, PartOfPractice, ThisIsReal
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import real as words


@dataclass(frozen=True, slots=True)
class About:
    """Whose words a lead reads: the names of their cohort and tutor, if they are in one.

    `on_it` is the name of whoever took it on.
    """

    cohort: str | None
    tutor: str | None
    on_it: str | None


def asked(said: str | None, centres: Sequence[Centre]) -> list[Message]:
    """Answer words that sound real; without `said` there is nobody who could tap a button."""
    blocks = [Block(words.SERIOUS, words.STOP)]
    blocks += [Block(words.WHO_IS_TOLD.format(centre=centre.name)) for centre in centres]
    blocks += [] if centres else [Block(words.NOBODY_TO_TELL)]
    blocks.append(Block(words.HELP))
    if said is None:
        return messages(blocks)
    return messages([*blocks, Block(words.PAUSED)], _answers(said))


def asked_again(said: str) -> list[Message]:
    """Ask again for an answer, of somebody who types on."""
    return messages([Block(words.STILL_PAUSED)], _answers(said))


def is_real(told: Told) -> list[Message]:
    """Say who is told of what is real, and who can be called."""
    blocks = [
        Block(words.REAL_TOLD.format(centre=centre.name), words.REAL) for centre in told.centres
    ]
    if not told.centres:
        blocks = [Block(words.REAL_ALONE, words.REAL)]
    for centre in told.out_of_hours:
        blocks += _closed(centre)
    return messages([*blocks, Block(words.HELP)])


def unanswered(centre: Centre, *, closed: bool) -> list[Message]:
    """Say that a centre is told since nobody answered."""
    told = words.UNANSWERED_TOLD.format(centre=centre.name)
    hours = _closed(centre) if closed else []
    return messages([Block(told, words.UNANSWERED), *hours, Block(words.HELP)])


def alert(disclosure: str) -> list[Message]:
    """Tell a lead that a learner may need them, and nothing else."""
    opening = (words.OPEN, OpenAlert(disclosure))
    return messages([Block(words.ALERT)], ((opening, (words.ON_IT, OnIt(disclosure))),))


def opened(found: Sequence[Disclosure], centre: Centre, about: About) -> list[Message]:
    """Show a lead what a learner typed together, when they did and who knows the learner."""
    first = found[0]
    facts = [words.WHEN.format(when=_there(first.at, centre), zone=centre.time_zone)]
    if about.cohort is not None:
        facts.append(words.COHORT.format(cohort=about.cohort, tutor=about.tutor))
    else:
        facts.append(words.NO_COHORT)
    if first.reference is not None:
        facts.append(words.REFERENCE.format(reference=first.reference))
    if first.learner is None:
        facts.append(words.GONE)
    blocks = [
        Block("\n".join(facts), words.ABOUT.format(centre=centre.name)),
        *_typed(found, centre),
        Block(_answered(found)),
        Block(words.NOTED),
    ]
    if about.on_it is not None:
        blocks.append(Block(words.TAKEN_ON.format(name=about.on_it)))
    if all(each.acknowledged_at is not None for each in found):
        return messages(blocks)
    return messages(blocks, (((words.ON_IT, OnIt(first.id)),),))


def _typed(found: Sequence[Disclosure], centre: Centre) -> list[Block]:
    """Lay out a learner's words, each with its time where there are several."""
    if len(found) == 1:
        (only,) = found
        if only.text is None:
            return [Block(words.NO_WORDS)]
        return [Block(only.text, words.THEIR_WORDS, quote=True)]
    return [
        Block(each.text, words.THEIR_WORDS_AT.format(when=_there(each.at, centre)), quote=True)
        for each in found
        if each.text is not None
    ]


def _answered(found: Sequence[Disclosure]) -> str:
    answers = {each.answer for each in found}
    if Answer.REAL in answers:
        return words.SAID_REAL
    return words.SAID_NOTHING if None in answers else words.SAID_PRACTICE


def test_alert(member: str) -> list[Message]:
    """Ask a lead to show that alerts reach them."""
    return messages([Block(words.TEST)], (((words.IT_REACHED_ME, GotTest(member)),),))


def lost_lead(lead: Member, centre: Centre) -> list[Message]:
    """Say that alerts don't reach a lead any more, and what to do about it."""
    return messages([Block(words.LOST_LEAD.format(name=lead.name, centre=centre.name))])


def _answers(said: str) -> Rows:
    real = (words.THIS_IS_REAL, ThisIsReal(said))
    return ((real,), ((words.PART_OF_THE_PRACTICE, PartOfPractice(said)),))


def _closed(centre: Centre) -> list[Block]:
    blocks = [Block(words.CLOSED_NOW.format(centre=centre.name))]
    return [*blocks, Block(centre.out_of_hours)] if centre.out_of_hours else blocks


def _there(moment: datetime, centre: Centre) -> str:
    return f"{moment.astimezone(zone(centre.time_zone)):%A %-d %B %Y, %H:%M}"
