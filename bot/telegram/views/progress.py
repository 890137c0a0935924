"""A learner's progress in words, page by page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.practice.progress import Standing
from bot.telegram.buttons import Brief, Button, ChooseUnit, ListFinished, ProgressPage
from bot.telegram.views.layout import Block, Message, Rows, messages, pack, render
from bot.telegram.words import playing
from bot.telegram.words import progress as words
from scenarios.catalogue import Catalogue
from scenarios.model import Scenario
from scoring.feedback import STATUS_WORDS
from scoring.marking import Status
from scoring.progress import CriterionProgress, NextPractice, PointProgress, Progress
from scoring.progress import ScenarioProgress as Played

_PAGE = 1500
"""How long a page is at most: about two screens of a small phone."""
_LINES = 6  # in a paragraph
_BUTTON = 40


def nothing_yet() -> list[Message]:
    """Say where progress will show, before anything is finished."""
    rows: Rows = (((words.MY_UNIT, ChooseUnit("progress")),),)
    return messages([Block(text) for text in words.NOTHING_YET], rows)


def page(standing: Standing, catalogue: Catalogue, zone: ZoneInfo, number: int) -> list[Message]:
    """Show page `number` (from 0) of a learner's progress; one beyond the last means the last.

    The first says all in short; conversations, skills and criteria follow.
    """
    sections = [
        _overview(standing, catalogue),
        _conversations(standing, zone),
        _skills(standing.progress, catalogue),
        _criteria(standing.progress, catalogue),
    ]
    groups = [group for blocks in sections if blocks for group in pack(blocks, _PAGE)]
    number = min(number, len(groups) - 1)
    turning: list[tuple[str, Button]] = []
    if number > 0:
        turning.append((playing.BACK, ProgressPage(number - 1)))
    if number < len(groups) - 1:
        turning.append((playing.MORE, ProgressPage(number + 1)))
    return [Message(render(groups[number]), (*_ways_on(standing.progress), tuple(turning)))]


def day_of(moment: datetime, zone: ZoneInfo, *, year: bool = True) -> str:
    """Return the day of a moment in a time zone, as people write it."""
    local = moment.astimezone(zone)
    day = words.DAY if year else words.DAY_MONTH
    return day.format(day=local.day, month=words.MONTHS[local.month - 1], year=local.year)


def time_of(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time of day of a moment in a time zone."""
    local = moment.astimezone(zone)
    return words.TIME.format(hour=local.hour, minute=local.minute)


def title_of(known: Mapping[str, Scenario], scenario: str) -> str:
    """Return the title of a scenario, or what one is called that can't be read any more."""
    return known[scenario].title if scenario in known else words.OLDER


def cut(text: str, most: int) -> str:
    """Return a text, cut to at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _ways_on(progress: Progress) -> Iterator[tuple[tuple[str, Button], ...]]:
    if progress.next is not None:
        scenario = progress.next.scenario
        room = _BUTTON - len(words.TRY.format(title=""))
        yield ((words.TRY.format(title=cut(scenario.title, room)), Brief(scenario.id)),)
    yield (
        (words.READ_AGAIN, ListFinished(0)),
        (words.MY_UNIT, ChooseUnit("progress")),
    )


def _overview(standing: Standing, catalogue: Catalogue) -> list[Block]:
    progress = standing.progress
    played = progress.scenarios
    counts = {"conversations": len(played), "attempts": progress.attempts}
    again = progress.attempts > len(played)
    lines = [
        (words.COUNT_TIMES if again else words.COUNT).format(**counts),
        words.COUNT_REACHED.format(
            reached=sum(each.achieved for each in played), conversations=len(played)
        ),
        words.COUNT_SKILLS.format(
            shown=sum(bool(each.shown_in) for each in progress.points), count=len(progress.points)
        ),
    ]
    unit = words.NO_UNIT
    if progress.unit is not None:
        lines.append(words.COUNT_CRITERIA.format(**supported(progress)))
        unit = words.UNIT_NAME.format(
            title=progress.unit.title, qualification=progress.unit.qualification
        )
    return [
        Block("\n".join(lines), words.TITLE),
        Block(unit, words.UNIT),
        Block(_next(progress, catalogue), words.NEXT_PRACTICE),
    ]


def supported(progress: Progress) -> dict[str, int]:
    """Return how many criteria there are, and how many are supported, by the words' names."""
    count = sum(each.supported for each in progress.criteria)
    return {"supported": count, "count": len(progress.criteria)}


def _next(progress: Progress, catalogue: Catalogue) -> str:
    if progress.next is None:
        return words.ALL_SHOWN if progress.all_shown else words.NOTHING_TRAINS
    return words.NEXT_FOR.format(
        title=progress.next.scenario.title,
        point=catalogue.marking_points[progress.next.point.point].title,
        why=_why(progress.next),
    )


def _why(suggested: NextPractice) -> str:
    status = suggested.point.latest
    if status is Status.FAILED:
        return words.WHY_FAILED
    if status in {Status.NOT_MET, Status.PARTLY_MET}:
        return words.WHY_MISSED
    if status is Status.MET:
        return words.WHY_ONCE if suggested.point.shown_in else words.WHY_SLIPPED
    return words.WHY_NEW


def _conversations(standing: Standing, zone: ZoneInfo) -> list[Block]:
    blocks = [Block(words.LATEST_FIRST, words.CONVERSATIONS)]
    for each in standing.progress.scenarios:
        facts = words.ONCE if each.attempts == 1 else words.TWICE_OR_MORE
        told = facts.format(
            first=each.first,
            best=each.best,
            latest=each.latest,
            attempts=each.attempts,
            day=day_of(each.last_at, zone),
        )
        told = f"{told}\n{_verdict(each)}"
        blocks.append(Block(told, title_of(standing.known, each.scenario)))
    return blocks


def _verdict(played: Played) -> str:
    if not played.achieved:
        return words.NOT_REACHED
    return words.REACHED if played.achieved_latest else words.REACHED_BEFORE


def _skills(progress: Progress, catalogue: Catalogue) -> list[Block]:
    lines = [_point(each, catalogue) for each in progress.points]
    if not lines:
        return []
    paragraphs = ["\n".join(lines[at : at + _LINES]) for at in range(0, len(lines), _LINES)]
    if progress.unit is not None:
        paragraphs.insert(0, words.OF_UNIT)
    first, *others = paragraphs
    return [Block(first, words.SKILLS), *(Block(each) for each in others)]


def _point(point: PointProgress, catalogue: Catalogue) -> str:
    count = len(point.shown_in)
    facts = {
        "title": catalogue.marking_points[point.point].title,
        "status": status_of(point),
        "count": count,
    }
    if not count:
        return words.POINT.format(**facts)
    if point.latest is not Status.MET:
        return words.POINT_LAST.format(**facts)
    return (words.POINT_IN_ONE if count == 1 else words.POINT_IN).format(**facts)


def status_of(point: PointProgress) -> str:
    """Return the status of a marking point as people read it."""
    return words.NOT_TRIED if point.latest is None else STATUS_WORDS[point.latest]


def _criteria(progress: Progress, catalogue: Catalogue) -> list[Block]:
    if not progress.criteria:
        return []
    means = Block(words.SUPPORTED_MEANS, words.CRITERIA)
    return [means, *(_criterion(each, catalogue) for each in progress.criteria)]


def _criterion(stands: CriterionProgress, catalogue: Catalogue) -> Block:
    criterion = stands.criterion
    number = criterion.id.rpartition(".")[2]
    if stands.supported:
        return Block(criterion.text, words.CRITERION.format(number=number))
    lines = [criterion.text]
    for count in sorted(set(stands.missing.values()), reverse=True):
        points = [
            catalogue.marking_points[point].title
            for point, more in stands.missing.items()
            if more == count
        ]
        line = words.MISSING_ONE if count == 1 else words.MISSING
        lines.append(line.format(count=count, points=", ".join(points)))
    return Block("\n".join(lines), words.CRITERION_NOT_YET.format(number=number))
