"""What a button carries: callback data that names an attempt and a turn, never a position.

Telegram takes 64 bytes. The longest here is a choice: `c:` + token (11) + `:` + turn + `:` +
choice id (at most 40).
"""

import re
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from bot.telegram import centre_buttons, publishing_buttons
from bot.telegram.centre_buttons import CentreButton
from bot.telegram.publishing_buttons import PublishingButton


@dataclass(frozen=True, slots=True)
class Take:
    """Take a choice as turn `turn` of the attempt `token`."""

    token: str
    turn: int
    choice: str


@dataclass(frozen=True, slots=True)
class Agree:
    """Accept the rules, then go on to `link` (the payload of the deep link), if any."""

    link: str


@dataclass(frozen=True, slots=True)
class Under16:
    """Say that one is too young."""


@dataclass(frozen=True, slots=True)
class Browse:
    """Show a page (from 0) of the scenarios."""

    page: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Show the briefing of a scenario."""

    scenario: str


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a scenario; gives up the attempt `replaces`, if that is still under way."""

    scenario: str
    replaces: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Put an attempt aside; an empty token leaves a briefing."""

    token: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with the attempt under way."""


@dataclass(frozen=True, slots=True)
class StartAgain:
    """Start the scenario of the attempt `token` from the beginning, giving that one up."""

    token: str


@dataclass(frozen=True, slots=True)
class PlayAgain:
    """Play the scenario of the completed attempt `token` once more."""

    token: str


@dataclass(frozen=True, slots=True)
class Next:
    """Go on from the completed attempt `token` to the scenario suggested by its marks."""

    token: str


@dataclass(frozen=True, slots=True)
class ChooseUnit:
    """Show the units to choose from, then go on to `after`: "progress", "learn" or "settings"."""

    after: str


@dataclass(frozen=True, slots=True)
class SetUnit:
    """Study `unit`, then go on to `after`."""

    unit: str
    after: str


@dataclass(frozen=True, slots=True)
class Learn:
    """Start a session of revision cards."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Turn over the card `name`, in the session that began at `start` (see `Rate`)."""

    name: str
    start: str
    known: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Say how well the card `name` was known, from 1 (not yet) to 3.

    A card is named by the id of its mistake, with a full stop in it, or of its glossary entry.
    `start` is when the session began, in seconds since 1970 to the base 36, and `known` how many
    cards the learner had met by then.
    """

    name: str
    rating: int
    start: str
    known: int


@dataclass(frozen=True, slots=True)
class EndCards:
    """End the session of cards that began at `start`."""

    start: str
    known: int


@dataclass(frozen=True, slots=True)
class RemindersOn:
    """Turn reminders on."""


@dataclass(frozen=True, slots=True)
class RemindersOff:
    """Turn reminders off."""


@dataclass(frozen=True, slots=True)
class ChooseTimeZone:
    """Show the time zones to choose from."""


@dataclass(frozen=True, slots=True)
class SetTimeZone:
    """Live in the time zone with this IANA name."""

    zone: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Show what can be set."""


@dataclass(frozen=True, slots=True)
class SetTyping:
    """Show "typing..." before messages (1), or don't (0)."""

    wanted: int


@dataclass(frozen=True, slots=True)
class SetSpacing:
    """Put more room between options (1), or the usual (0)."""

    wanted: int


@dataclass(frozen=True, slots=True)
class Move:
    """Say what moving to another account means."""


@dataclass(frozen=True, slots=True)
class MakeMoveCode:
    """Make a code to move with."""


@dataclass(frozen=True, slots=True)
class DeleteEverything:
    """Delete all that is kept, as the question of the moment `asked` (microseconds) offered."""

    asked: str


@dataclass(frozen=True, slots=True)
class KeepIt:
    """Delete nothing after all."""

    asked: str


@dataclass(frozen=True, slots=True)
class LookBack:
    """Look back on the completed attempt `token`: its next open question, or the answers."""

    token: str


@dataclass(frozen=True, slots=True)
class SkipQuestion:
    """Skip a question (from 1) about the attempt `token`."""

    token: str
    question: int


@dataclass(frozen=True, slots=True)
class ChangeAnswers:
    """Go through the answers about the attempt `token` once more, to change them."""

    token: str


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    """Keep the answer to a question about the attempt `token`, and go on to the next."""

    token: str
    question: int


@dataclass(frozen=True, slots=True)
class OtherWays:
    """List the turns of the completed attempt `token`, to go another way from one."""

    token: str


@dataclass(frozen=True, slots=True)
class ListTurns:
    """Show a page (from 0) of the turns of the completed attempt `token`."""

    token: str
    page: int


@dataclass(frozen=True, slots=True)
class GoAnotherWay:
    """Go another way from a turn of `token`; gives up `replaces`, if that is still under way."""

    token: str
    turn: int
    replaces: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Show a page (from 0) of the learner's progress."""

    page: int


@dataclass(frozen=True, slots=True)
class ListFinished:
    """Show a page (from 0) of the learner's finished attempts."""

    page: int


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """Show a page (from 0) of the finished attempt `token`, come from a page `listed` of those."""

    token: str
    page: int
    listed: int


@dataclass(frozen=True, slots=True)
class ThisIsReal:
    """Say that the words kept as `said` are about something real."""

    said: str


@dataclass(frozen=True, slots=True)
class PartOfPractice:
    """Say that the words kept as `said` are part of the practice."""

    said: str


@dataclass(frozen=True, slots=True)
class TellReal:
    """Say that something is real, of which no words are kept."""


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """Show a lead what a learner typed."""

    disclosure: str


@dataclass(frozen=True, slots=True)
class OnIt:
    """Take on what a learner needs."""

    disclosure: str


@dataclass(frozen=True, slots=True)
class GotTest:
    """Say that a test alert reached the lead `member`."""

    member: str


Button: TypeAlias = (
    CentreButton
    | PublishingButton
    | Take
    | Agree
    | Under16
    | Browse
    | Brief
    | Begin
    | Leave
    | Resume
    | StartAgain
    | PlayAgain
    | Next
    | ChooseUnit
    | SetUnit
    | Learn
    | ShowCard
    | Rate
    | EndCards
    | RemindersOn
    | RemindersOff
    | ChooseTimeZone
    | SetTimeZone
    | LookBack
    | SkipQuestion
    | ChangeAnswers
    | KeepAnswer
    | OtherWays
    | ListTurns
    | GoAnotherWay
    | Settings
    | SetTyping
    | SetSpacing
    | Move
    | MakeMoveCode
    | DeleteEverything
    | KeepIt
    | ProgressPage
    | ListFinished
    | ReadAgain
    | ThisIsReal
    | PartOfPractice
    | TellReal
    | OpenAlert
    | OnIt
    | GotTest
)

_DATA = re.compile(r"[A-Za-z0-9_:./-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)

_PREFIXES: dict[str, type[Any]] = {
    **centre_buttons.PREFIXES,
    **publishing_buttons.PREFIXES,
    "c": Take,
    "agree": Agree,
    "under16": Under16,
    "list": Browse,
    "brief": Brief,
    "begin": Begin,
    "leave": Leave,
    "resume": Resume,
    "again": StartAgain,
    "play": PlayAgain,
    "next": Next,
    "unit": ChooseUnit,
    "setunit": SetUnit,
    "learn": Learn,
    "show": ShowCard,
    "k": Rate,
    "endcards": EndCards,
    "remind": RemindersOn,
    "unremind": RemindersOff,
    "zone": ChooseTimeZone,
    "setzone": SetTimeZone,
    "look": LookBack,
    "skip": SkipQuestion,
    "change": ChangeAnswers,
    "same": KeepAnswer,
    "ways": OtherWays,
    "turns": ListTurns,
    "way": GoAnotherWay,
    "settings": Settings,
    "typing": SetTyping,
    "spacing": SetSpacing,
    "move": Move,
    "movecode": MakeMoveCode,
    "delete": DeleteEverything,
    "keep": KeepIt,
    "progress": ProgressPage,
    "past": ListFinished,
    "read": ReadAgain,
    "real": ThisIsReal,
    "part": PartOfPractice,
    "tell": TellReal,
    "open": OpenAlert,
    "onit": OnIt,
    "tested": GotTest,
}
_NAMES = {button: prefix for prefix, button in _PREFIXES.items()}


def encode(button: Button) -> str:
    """Return the callback data for a button."""
    values = (str(getattr(button, field.name)) for field in fields(button))
    return ":".join((_NAMES[type(button)], *values))


def decode(data: str) -> Button | None:
    """Return the button that carries `data`, or None when none of ours could."""
    if not _DATA.fullmatch(data):
        return None
    prefix, *values = data.split(":")
    button = _PREFIXES.get(prefix)
    if button is None or len(values) != len(fields(button)):
        return None
    arguments: list[str | int] = []
    for field, value in zip(fields(button), values, strict=True):
        if field.type is not int:
            arguments.append(value)
        elif _NUMBER.fullmatch(value):
            arguments.append(int(value))
        else:
            return None
    decoded: Button = button(*arguments)
    return decoded
