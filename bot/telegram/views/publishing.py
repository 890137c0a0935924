"""What those who write and review scenarios are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from bot.centre.publications import Publication, State
from bot.telegram.buttons import Button
from bot.telegram.publishing_buttons import (
    ApproveScenario,
    DiscardScenario,
    ListScenarios,
    PreviewScenario,
    PrintScenario,
    PublishScenario,
    SendScenarioBack,
    ShareScenario,
    ShowScenario,
    WithdrawScenario,
)
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import publishing as words
from scenarios.findings import Finding, Severity

_MOST_ERRORS = 15
_MOST_WARNINGS = 8
_PAGE = 6
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


def found(name: str, findings: Sequence[Finding]) -> list[Message]:
    """Say what keeps a file from being used, and what to do about it."""
    errors = [each for each in findings if each.severity is Severity.ERROR]
    if any(each.code == "not-yaml" for each in errors):
        first = errors[0]
        blocks = [Block(words.NO_YAML.format(name=name)), _finding(first)]
        return messages(blocks)
    blocks = [Block(words.FIX, words.FOUND.format(name=name))]
    blocks += [_finding(each) for each in errors[:_MOST_ERRORS]]
    if len(errors) > _MOST_ERRORS:
        blocks.append(Block(words.FOUND_MORE.format(count=len(errors) - _MOST_ERRORS)))
    return messages(blocks)


def version(standing: Standing) -> list[Message]:
    """Show a version that can be played: what it comes to, and what can be done with it."""
    publication = standing.publication
    about = [
        words.FOR_CENTRE.format(
            centre=standing.centre,
            version=publication.version,
            state=words.STATES[publication.state],
        ),
        words.BY.format(author=standing.author),
        *([words.REVIEWED_BY.format(reviewer=standing.reviewer)] if standing.reviewer else []),
        _law(publication, needed=standing.needs_review),
        _uses(standing),
    ]
    blocks = [Block("\n".join(line for line in about if line), publication.title)]
    found = publication.found
    blocks.append(Block("\n".join(found.overview)))
    blocks += [
        Block(text, words.WARNING.format(line=line))
        for line, text in found.warnings[:_MOST_WARNINGS]
    ]
    if (more := len(found.warnings) - _MOST_WARNINGS) > 0:
        blocks.append(Block(words.MORE_WARNINGS.format(count=more)))
    if standing.needs_review and publication.state is State.DRAFT:
        blocks.append(Block(words.NEEDS_REVIEW))
    return messages(blocks, _rows(standing))


def asked_to_review(text: str, me: str, publication: Publication) -> list[Message]:
    """Ask a member to look at what somebody wrote."""
    return messages([Block(text)], (((words.LOOK, ShowScenario(me, publication.id)),),))


def after_preview(text: str, blocks: Sequence[Block], standing: Standing) -> list[Message]:
    """End a preview with what a learner would read."""
    return messages([Block(text), *blocks], _rows(standing))


def listed(standings: Sequence[Standing], number: int) -> list[Message]:
    """Show page `number` (from 0) of the scenarios of somebody's centres."""
    if not standings:
        return messages([Block(words.LIST_EMPTY)])
    count = ceil(len(standings) / _PAGE)
    number = min(number, count - 1)
    page = standings[number * _PAGE : (number + 1) * _PAGE]
    blocks = [Block(words.LIST)] + [_listed(each) for each in page]
    titles = tuple(
        ((each.publication.title[:_LABEL], ShowScenario(each.me, each.publication.id)),)
        for each in page
    )
    turning: list[tuple[str, Button]] = []
    if number > 0:
        turning.append((words.BACK, ListScenarios(number - 1)))
    if number < count - 1:
        turning.append((words.MORE, ListScenarios(number + 1)))
    return messages(blocks, (*titles, tuple(turning)) if turning else titles)


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
