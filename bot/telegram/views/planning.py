"""How a cohort practises each scenario, as its tutor sees and changes it."""

from collections.abc import Mapping, Sequence

from bot.centre.cohorts import MODES
from bot.centre.records import Cohort, Member, Planned
from bot.telegram.buttons import Button
from bot.telegram.staff_buttons import ListPlanned, SetAttempts, SetMode, ShowCohort, ShowPlanned
from bot.telegram.views.centre import page_of, turns
from bot.telegram.views.joining import short
from bot.telegram.views.layout import Block, Message, messages
from bot.telegram.words import centre as other
from bot.telegram.words import cohorts as words
from scenarios.model import Scenario

_PRACTICE, _ASSESSED = MODES
_ATTEMPTS = (1, 2, 3, 5)


def listed(
    me: Member,
    cohort: Cohort,
    scenarios: Sequence[Scenario],
    planned: Mapping[str, Planned],
    number: int,
) -> list[Message]:
    """Show page `number` of the scenarios, each with the cohort's rule for it."""
    page, number, count = page_of(scenarios, number)
    lines = [
        words.PLANNED_LINE.format(title=each.title, rule=_rule(planned.get(each.id)))
        for each in page
    ]
    heading = words.PLANNED.format(cohort=cohort.name)
    blocks = [Block(words.PLANNED_WHAT, heading), Block("\n".join(lines))]
    if count > 1:
        blocks.append(Block(other.PAGE.format(number=number + 1, count=count)))
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((short(each.title), ShowPlanned(me.id, cohort.id, each.id)),) for each in page
    ]
    rows.append(
        turns(
            number,
            count,
            lambda page: ListPlanned(me.id, cohort.id, page),
            ShowCohort(me.id, cohort.id),
        )
    )
    return messages(blocks, tuple(rows))


def shown(me: Member, cohort: Cohort, scenario: Scenario, planned: Planned) -> list[Message]:
    """Show how a cohort practises a scenario, with buttons to change it."""
    rule = words.PLAN_ONE.format(cohort=cohort.name, rule=_rule(planned))
    modes: list[tuple[str, Button]] = [
        (_chosen(label, planned.mode == mode), SetMode(me.id, cohort.id, scenario.id, number))
        for number, (mode, label) in enumerate(
            zip(MODES, (words.SET_PRACTICE, words.SET_ASSESSED), strict=True)
        )
    ]
    counts: list[tuple[str, Button]] = [
        (
            _chosen(str(count) if count else words.SET_ANY, (planned.attempts or 0) == count),
            SetAttempts(me.id, cohort.id, scenario.id, count),
        )
        for count in (*_ATTEMPTS, 0)
    ]
    back: tuple[tuple[str, Button], ...] = ((other.BACK, ListPlanned(me.id, cohort.id, 0)),)
    blocks = [Block(rule, scenario.title), Block(words.PLAN_WHAT)]
    return messages(blocks, (tuple(modes), tuple(counts), back))


def _rule(planned: Planned | None) -> str:
    if planned is None:
        return words.RULE_NONE
    mode = words.ASSESSED if planned.mode == _ASSESSED else words.PRACTICE
    return words.RULE.format(mode=mode, attempts=_attempts(planned.attempts))


def _attempts(attempts: int | None) -> str:
    if attempts is None:
        return words.ATTEMPTS_ANY
    return words.ATTEMPTS_ONE if attempts == 1 else words.ATTEMPTS.format(attempts=attempts)


def _chosen(label: str, chosen: bool) -> str:
    return words.CHOSEN.format(label=label) if chosen else label
