"""What those who write and review scenarios are shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from bot.centre.publications import Publication, State
from bot.telegram.buttons import Button
from bot.telegram.publishing_buttons import (
    ApproveScenario,
    DiscardScenario,
    FindingsPage,
    ListScenarios,
    PreviewScenario,
    PrintScenario,
    PublishScenario,
    ScenarioPage,
    SendScenarioBack,
    SendTo,
    ShareScenario,
    ShowScenario,
    WithdrawScenario,
)
from bot.telegram.views.layout import Block, Message, Rows, messages, pack, render
from bot.telegram.words import publishing as words
from scenarios.findings import Finding, Severity

T = TypeVar("T")

_PAGE = 6
_PAGE_UNITS = 3000
_LABEL = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """A version as one of its centre's staff sees it.

    `me` is their membership; `own` tells that they wrote it, `reviews` that they may review it
    and `withdraws` that they may withdraw it. `author` and `reviewer` are names.
    """

    publication: Publication
    me: str
    centre: str
    author: str
    reviewer: str | None
    uses: int
    needs_review: bool
    own: bool
    reviews: bool
    withdraws: bool


def found(name: str, findings: Sequence[Finding], number: int = 0) -> Message:
    """Say what keeps a file from being used, and what to do about it: page `number` (from 0)."""
    errors = [each for each in findings if each.severity is Severity.ERROR]
    if any(each.code == "not-yaml" for each in errors):
        return Message(render([Block(words.NO_YAML.format(name=name)), _finding(errors[0])]))
    pages = pack([_finding(each) for each in errors], _PAGE_UNITS)
    number, count = min(number, len(pages) - 1), len(pages)
    heading = words.FOUND if count == 1 else words.FOUND_PAGE
    opening = Block(words.FIX, heading.format(name=name, number=number + 1, count=count))
    return Message(render([opening, *pages[number]]), _turning(number, count, FindingsPage))


def which_centre(name: str, centres: Sequence[tuple[str, str]]) -> list[Message]:
    """Ask for which of these centres (a membership, and its centre's name) a file is."""
    rows = tuple(((centre[:_LABEL], SendTo(me)),) for me, centre in centres)
    return messages([Block(words.WHICH_CENTRE.format(name=name))], rows)


def version(standing: Standing, number: int = 0) -> Message:
    """Show a version that can be played: what it comes to, and what can be done with it.

    Beyond the first page (`number` 0) there is more of what is worth a look.
    """
    publication = standing.publication
    blocks = [
        Block("\n".join(_about(standing)), publication.title),
        Block("\n".join(publication.found.overview)),
    ]
    if standing.needs_review and publication.state is State.DRAFT:
        blocks.append(Block(words.NEEDS_REVIEW))
    blocks += [
        Block(text, words.WARNING.format(line=line)) for line, text in publication.found.warnings
    ]
    pages = pack(blocks, _PAGE_UNITS)
    number, count = min(number, len(pages) - 1), len(pages)
    at = (standing.me, publication.id)
    turning = _turning(number, count, lambda page: ScenarioPage(*at, page))
    return Message(render(pages[number]), (*_rows(standing), *turning))


def _about(standing: Standing) -> list[str]:
    publication = standing.publication
    lines = [
        words.FOR_CENTRE.format(
            centre=standing.centre,
            version=publication.version,
            state=words.STATES[publication.state],
        ),
        words.BY.format(author=standing.author),
    ]
    if standing.reviewer is not None:
        sent_back = publication.state is State.DRAFT
        reviewed = words.SENT_BACK_BY if sent_back else words.REVIEWED_BY
        lines.append(reviewed.format(reviewer=standing.reviewer))
    lines += [_law(publication, needed=standing.needs_review), _uses(standing)]
    return [line for line in lines if line]


def asked_to_review(text: str, me: str, publication: Publication) -> list[Message]:
    """Ask a member to look at what somebody wrote."""
    return messages([Block(text)], (((words.LOOK, ShowScenario(me, publication.id)),),))


def after_preview(text: str, blocks: Sequence[Block], standing: Standing) -> list[Message]:
    """End a preview with what a learner would read."""
    return messages([Block(text), *blocks], _rows(standing))


def page_of(listed: Sequence[T], number: int) -> tuple[Sequence[T], int, int]:
    """Return page `number` of a list, its number and how many there are; at most the last."""
    count = max(1, ceil(len(listed) / _PAGE))
    number = min(number, count - 1)
    return listed[number * _PAGE : (number + 1) * _PAGE], number, count


def listed(standings: Sequence[Standing], number: int, count: int) -> list[Message]:
    """Show page `number` (from 0) of the scenarios of somebody's centres."""
    if not standings:
        return messages([Block(words.LIST_EMPTY)])
    blocks = [Block(words.LIST)] + [_listed(each) for each in standings]
    titles = tuple(
        ((each.publication.title[:_LABEL], ShowScenario(each.me, each.publication.id)),)
        for each in standings
    )
    return messages(blocks, (*titles, *_turning(number, count, ListScenarios)))


def _turning(number: int, count: int, turned: Callable[[int], Button]) -> Rows:
    """Return the buttons that turn the pages of something, if there are several."""
    turning: list[tuple[str, Button]] = []
    if number > 0:
        turning.append((words.BACK, turned(number - 1)))
    if number < count - 1:
        turning.append((words.MORE, turned(number + 1)))
    return (tuple(turning),) if turning else ()


def _listed(standing: Standing) -> Block:
    publication = standing.publication
    line = words.LISTED.format(
        centre=standing.centre,
        version=publication.version,
        state=words.STATES[publication.state],
    )
    uses = _uses(standing)
    return Block(f"{line}\n{uses}" if uses else line, publication.title)


def _uses(standing: Standing) -> str:
    if standing.publication.state not in {State.PUBLISHED, State.WITHDRAWN}:
        return ""
    if standing.uses == 0:
        return words.UNUSED
    return words.USED_ONCE if standing.uses == 1 else words.USES.format(count=standing.uses)


def _law(publication: Publication, *, needed: bool) -> str:
    day = publication.law_checked
    if day is not None:
        return words.LAW_CHECKED.format(day=f"{day.day} {day:%B %Y}")
    return words.LAW_NOT_CHECKED if needed else ""


def in_words(finding: Finding) -> str:
    """Say what is wrong, and below it what to do about it."""
    return finding.message if finding.hint is None else f"{finding.message}\n→ {finding.hint}"


def _finding(finding: Finding) -> Block:
    return Block(in_words(finding), words.ERROR.format(line=finding.line))


def _rows(standing: Standing) -> Rows:
    publication = standing.publication
    at = (standing.me, publication.id)
    preview: tuple[str, Button] = (words.PREVIEW, PreviewScenario(*at))
    paper: tuple[str, Button] = (words.PRINT_IT, PrintScenario(*at))
    if publication.state is State.REVIEW and standing.reviews:
        return (
            (preview, paper),
            ((words.APPROVE, ApproveScenario(*at)), (words.SEND_BACK, SendScenarioBack(*at))),
        )
    if publication.state is State.DRAFT and standing.own:
        return (
            (preview, paper),
            ((words.PUBLISH, PublishScenario(*at)), (words.DISCARD, DiscardScenario(*at))),
        )
    if publication.state is State.PUBLISHED:
        last: tuple[tuple[str, Button], ...] = ((words.SHARE, ShareScenario(*at)),)
        if standing.withdraws:
            last = (*last, (words.WITHDRAW, WithdrawScenario(*at)))
        if standing.reviews and publication.reviewer is None:
            last = (*last, (words.APPROVE, ApproveScenario(*at)))
        return ((preview, paper), last)
    return ((preview, paper),)
