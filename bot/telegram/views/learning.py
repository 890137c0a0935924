"""Revision cards, and the summary of a session."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.practice.learning import Asking, Session, Summary
from bot.practice.revision import Face, Recall, Term
from bot.telegram.buttons import Brief, Button, ChooseUnit, EndCards, Learn, Rate, ShowCard
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import learning as words
from bot.telegram.words import playing as playing_words
from bot.telegram.words import unit as unit_words
from scenarios.catalogue import Catalogue

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DAYS_AHEAD = 3  # so many days are named of those with cards ahead


def front(asking: Asking, unit: str) -> list[Message]:
    """Ask a card; the first of a session says which unit (its title) the cards are for."""
    face = asking.face
    first = asking.number == 1
    blocks = [Block(words.INTRO.format(unit=unit))] if first else []
    blocks.append(Block(words.CARD.format(number=asking.number)))
    if isinstance(face, Term):
        blocks.append(Block(words.ASK_TERM, face.term))
    else:
        blocks += [Block(face.text, words.MISTAKE), Block(words.ASK_MISTAKE)]
    start, known = started(asking.session), asking.session.known
    show = ShowCard(_name(face), start, known)
    rows: Rows = (((words.SHOW, show), (playing_words.LEAVE, EndCards(start, known))),)
    return messages(blocks, (*rows, _my_unit()) if first else rows)


def back(asking: Asking) -> list[Message]:
    """Show what the answer is, and ask how well it was known."""
    face = asking.face
    blocks = [Block(words.CARD.format(number=asking.number))]
    if isinstance(face, Term):
        blocks.append(Block(face.text, face.term))
    else:
        blocks += [Block(face.text, words.MISTAKE), Block(face.correction, words.CORRECTION)]
    start, known = started(asking.session), asking.session.known
    said = (
        (words.NOT_YET, Recall.NOT_YET),
        (words.NEARLY, Recall.NEARLY),
        (words.YES, Recall.YES),
    )
    rows: Rows = (
        tuple((label, Rate(_name(face), int(recall), start, known)) for label, recall in said),
        ((playing_words.LEAVE, EndCards(start, known)),),
    )
    return messages([*blocks, Block(words.HOW_WELL)], rows)


def summary(end: Summary, catalogue: Catalogue, now: datetime, zone: ZoneInfo) -> list[Message]:
    """Show what was gone through, what is due when, and a practice for a skill that is due."""
    blocks = [Block("\n".join((_seen(end.seen), *_waiting(end, now, zone))), words.END)]
    rows: list[tuple[tuple[str, Button], ...]] = []
    if end.practice is not None:
        scenario = end.practice.scenario
        point = catalogue.marking_points[end.practice.point].title
        why = words.PRACTICE_WHY.format(title=scenario.title, point=point)
        blocks.append(Block(why, words.PRACTICE))
        rows.append(((words.READ_ABOUT_IT, Brief(scenario.id)),))
    if end.due or end.new:
        rows.append(((words.MORE_CARDS, Learn()),))
    return messages(blocks, (*rows, _my_unit()))


def started(session: Session) -> str:
    """Return when a session began as its buttons carry it."""
    seconds = int(session.start.timestamp())
    digits = ""
    while seconds:
        seconds, digit = divmod(seconds, 36)
        digits = _DIGITS[digit] + digits
    return digits


def session_of(start: str, known: int, now: datetime) -> Session | None:
    """Return the session that buttons carry; None when it can't have begun by now."""
    try:
        seconds = int(start, 36)
    except ValueError:
        return None
    if not 0 < seconds <= now.timestamp():
        return None
    return Session(datetime.fromtimestamp(seconds, UTC), known)


def _name(face: Face) -> str:
    return face.id.partition(":")[2]


def _my_unit() -> tuple[tuple[str, Button], ...]:
    return ((unit_words.MY_UNIT, ChooseUnit("learn")),)


def _seen(count: int) -> str:
    if count == 0:
        return words.SEEN_NONE
    return words.SEEN_ONE if count == 1 else words.SEEN.format(count=count)


def _waiting(end: Summary, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    yield words.DUE.format(count=end.due) if end.due else words.NOTHING_DUE
    if end.new:
        yield words.NEW.format(count=end.new)
    if end.ahead:
        yield words.AHEAD.format(when=", ".join(_ahead(end.ahead, now, zone)))


def _ahead(due: Sequence[datetime], now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Say of the next days how many cards are due; days are those of the learner."""
    today = now.astimezone(zone).date()
    days = Counter((at.astimezone(zone).date() - today).days for at in due)
    for day, count in sorted(days.items())[:_DAYS_AHEAD]:
        said = {0: words.TODAY, 1: words.TOMORROW}.get(day, words.IN_DAYS)
        yield said.format(count=count, days=day)
