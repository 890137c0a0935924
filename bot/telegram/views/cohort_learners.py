"""The learners of a cohort, as their tutor sees them."""

from collections.abc import Sequence
from math import ceil

from bot.centre.errors import BadReferences
from bot.centre.learners import Enrolled
from bot.centre.records import Cohort, Member
from bot.telegram.buttons import Button
from bot.telegram.staff_buttons import (
    AskReference,
    LetInAgain,
    ListLearners,
    RemoveLearner,
    ShowCohort,
    ShowLearner,
)
from bot.telegram.views.centre import STOP_ROW, turns
from bot.telegram.views.joining import day, short
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import centre as other
from bot.telegram.words import cohorts as words
from bot.telegram.words import without_telegram as phone_words

PAGE = 8
"""How many learners stand on a page."""

_MOST_PROBLEMS = 10


def listed(
    me: Member, cohort: Cohort, learners: Sequence[Enrolled], number: int, every: int
) -> list[Message]:
    """Show page `number` of a cohort's learners, of whom there are so many."""
    blocks = [Block(f"{_facts(each)}", name_of(each)) for each in learners]
    heading = words.LEARNERS_OF.format(cohort=cohort.name)
    first = Block(words.LOOKED if learners else words.LEARNERS_NONE, heading)
    count = max(1, ceil(every / PAGE))
    if count > 1:
        blocks.append(Block(other.PAGE.format(number=number + 1, count=count)))
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((short(name_of(each)), ShowLearner(me.id, cohort.id, each.enrolment.id)),)
        for each in learners
    ]
    rows.append(
        turns(
            number,
            count,
            lambda page: ListLearners(me.id, cohort.id, page),
            ShowCohort(me.id, cohort.id),
        )
    )
    return messages([first, *blocks], tuple(rows))


def shown(
    me: Member, cohort: Cohort, learner: Enrolled, *, changes: bool, again: bool
) -> list[Message]:
    """Show one learner, and what can be done; `again`: another link to their phone can be made."""
    enrolment = learner.enrolment
    rows: list[tuple[tuple[str, Button], ...]] = []
    if changes:
        label = words.GIVE_REFERENCE if enrolment.reference is None else words.CHANGE_REFERENCE
        rows.append(((label, AskReference(me.id, cohort.id, enrolment.id)),))
        if again:
            rows.append(((phone_words.AGAIN, LetInAgain(me.id, cohort.id, enrolment.id)),))
        rows.append(((words.REMOVE, RemoveLearner(me.id, cohort.id, enrolment.id, 0)),))
    rows.append(((other.BACK, ListLearners(me.id, cohort.id, 0)),))
    return messages([Block(_facts(learner), name_of(learner))], tuple(rows))


def reference_asked(learner: Enrolled) -> list[Message]:
    """Ask for a learner's reference."""
    return messages([Block(words.REFERENCE_ASK.format(learner=name_of(learner)))], (STOP_ROW,))


def references_asked(cohort: Cohort) -> list[Message]:
    """Ask for the references of those who are expected."""
    return messages([Block(words.REFERENCES_ASK.format(cohort=cohort.name))], (STOP_ROW,))


def references_bad(error: BadReferences) -> list[Message]:
    """Say what is wrong in a list of references."""
    lines = [
        words.REFERENCES_LINE.format(line=line, problem=problem)
        for line, problem in error.problems[:_MOST_PROBLEMS]
    ]
    more = len(error.problems) - _MOST_PROBLEMS
    if more > 0:
        lines.append(words.REFERENCES_MORE.format(more=more))
    return messages([Block("\n".join((words.REFERENCES_BAD, *lines)))])


def removing(me: Member, cohort: Cohort, learner: Enrolled) -> list[Message]:
    """Ask whether to take a learner out of a cohort."""
    enrolment = learner.enrolment.id
    rows: Rows = (
        (
            (words.REMOVE_SURE, RemoveLearner(me.id, cohort.id, enrolment, 1)),
            (other.CANCEL, ShowLearner(me.id, cohort.id, enrolment)),
        ),
    )
    heading = words.REMOVE_ASK.format(learner=name_of(learner), cohort=cohort.name)
    return messages([Block(words.REMOVE_MEANS, heading)], rows)


def name_of(learner: Enrolled) -> str:
    """Return how a learner is named: by the reference, and by a number that they can read too."""
    number, reference = learner.enrolment.id, learner.enrolment.reference
    if reference is None:
        return words.LEARNER.format(number=number)
    return words.LEARNER_REFERENCE.format(reference=reference, number=number)


def _facts(learner: Enrolled) -> str:
    return words.LEARNER_FACTS.format(
        joined=day(learner.enrolment.joined_at), begun=learner.begun, finished=learner.finished
    )
