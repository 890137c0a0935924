"""Everything held about a learner: one document that says it all.

What is kept is taken as it lies in the database. Names and texts that make it readable are added
from the catalogue and from the scenario versions that were played.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

from bot.centre.own_data import KeptAtCentres, at_centres
from bot.practice.debrief import Answer
from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.library import Library
from bot.practice.records import Attempt, Learner, RecordedTurn, Records, Result
from bot.practice.remarking import Remark
from scenarios.catalogue import Catalogue
from scenarios.machine import ScenarioMachine
from scenarios.model import Choice

FORMAT = "my-rehearse-data"
VERSION = 1
"""The version of the document; it counts up when a key changes its meaning or goes."""

_MOST_OLD_VERSIONS = 20  # each takes a moment to read, and nobody else is served meanwhile

Document: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """The learner's row: who they are to Telegram, and what they set."""

    telegram_id: int
    agreed_at: datetime
    unreachable_since: datetime | None
    unit: str | None
    typing: bool
    spacing: bool
    time_zone: str
    remind_at: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptCard:
    """When a card is due again, and what that is worked out from."""

    card: str
    state: int
    step: int | None
    stability: float
    difficulty: float
    due_at: datetime
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A call that was owed to the learner's chat; its `text` is kept only until it is sent."""

    method: str
    text: str | None
    file: str | None
    owed_at: datetime
    sent_at: datetime | None
    failed: str | None


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    """An update of the learner's that was set aside, as Telegram sent it."""

    payload: str
    error: str
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptPageMessage:
    """A message on the learner's phone on the page; without text their own words were left out."""

    number: int
    by_learner: bool
    text: str | None
    has_file: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The learner's visit to the page: when it began, when they were last there, its messages.

    `links_until` is until when each link that was made for them, and not used, lets them in.
    """

    came_at: datetime
    seen_at: datetime
    links_until: Sequence[datetime]
    messages: Sequence[KeptPageMessage]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the database holds about one learner.

    `answers` are those of debriefs, `remarks` tell how attempts were marked again, both by the id
    of the attempt; `move_code_until` is when a code that was made stops working; `page` is there
    for learners without Telegram. `centres` is what they are and did in centres.
    """

    account: KeptAccount
    attempts: Sequence[Attempt]
    answers: Mapping[int, Sequence[Answer]]
    remarks: Mapping[int, Sequence[Remark]]
    cards: Sequence[KeptCard]
    move_code_until: datetime | None
    messages: Sequence[KeptMessage]
    set_aside: Sequence[KeptUpdate]
    page: KeptPage | None
    centres: KeptAtCentres


class OwnRecords(Records, Protocol):
    """What `own_data` asks of whoever keeps the records."""

    async def kept(self, learner: Learner) -> Kept:
        """Return everything that is held about a learner."""


async def own_data(
    records: OwnRecords, library: Library, learner: Learner, now: datetime, asked: Sequence[str]
) -> Document:
    """Return everything held about a learner as JSON; docs/learners/your-copy.md explains it.

    `asked` are the questions of a debrief, in their order.
    """
    kept = await records.kept(learner)
    machines = await _machines(records, library, kept.attempts)
    account = kept.account
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "made_at": _iso(now),
        "account": {
            "telegram_number": account.telegram_id,
            "agreed_at": _iso(account.agreed_at),
            "unreachable_since": _iso_if(account.unreachable_since),
        },
        "settings": {
            "unit": account.unit,
            "unit_title": _title(library.catalogue.units, account.unit),
            "typing": account.typing,
            "more_space": account.spacing,
            "time_zone": account.time_zone,
        },
        "reminders": {
            "on": account.remind_at is not None,
            "next_at": _iso_if(account.remind_at),
            "last_at": _iso_if(account.reminded_at),
        },
        "practices": _practices(kept, machines, library, asked),
        "cards": [_card(each, library) for each in kept.cards],
        "move_code": kept.move_code_until and {"works_until": _iso(kept.move_code_until)},
        "messages": [_message(each) for each in kept.messages],
        "updates_set_aside": [_update(each) for each in kept.set_aside],
        "page": None if kept.page is None else _page(kept.page),
        "centres": at_centres(kept.centres),
    }


async def _machines(
    records: Records, library: Library, attempts: Sequence[Attempt]
) -> Mapping[tuple[str, str], ScenarioMachine]:
    """Return the versions that were played, where they can be read; the newest first."""
    found: dict[tuple[str, str], ScenarioMachine] = {}
    old = 0
    for scenario, version in dict.fromkeys((a.scenario, a.version) for a in reversed(attempts)):
        current = library.current(scenario)
        if current is None or current.scenario.version != version:
            old += 1
            if old > _MOST_OLD_VERSIONS:
                continue
        try:
            found[scenario, version] = await library.pinned(records, scenario, version)
        except PinnedVersionUnreadable:
            continue
    return found


def _practices(
    kept: Kept,
    machines: Mapping[tuple[str, str], ScenarioMachine],
    library: Library,
    asked: Sequence[str],
) -> list[Document]:
    """Write the attempts out, numbered from 1."""
    numbers = {attempt.id: number for number, attempt in enumerate(kept.attempts, start=1)}
    practices = []
    for attempt in kept.attempts:
        machine = machines.get((attempt.scenario, attempt.version))
        practices.append(
            {
                **_attempt(attempt, numbers, machine),
                **_result(attempt.result, library),
                "marked_again": [
                    _remark(each, library) for each in kept.remarks.get(attempt.id, ())
                ],
                "looking_back": [_answer(each, asked) for each in kept.answers.get(attempt.id, ())],
            }
        )
    return practices


def _attempt(
    attempt: Attempt, numbers: Mapping[int, int], machine: ScenarioMachine | None
) -> Document:
    return {
        "number": numbers[attempt.id],
        "scenario": attempt.scenario,
        "title": None if machine is None else machine.scenario.title,
        "version": attempt.version,
        "kind": attempt.mode,
        "replay_of": None if attempt.replays is None else numbers.get(attempt.replays),
        "replay_from_turn": attempt.replay_from,
        "started_at": _iso(attempt.started_at),
        "completed_at": _iso_if(attempt.completed_at),
        "given_up_at": _iso_if(attempt.replaced_at),
        "turns": [
            _turn(number, turn, machine) for number, turn in enumerate(attempt.turns, start=1)
        ],
        "on_offer": list(attempt.shown),
    }


def _result(result: Result | None, library: Library) -> Document:
    if result is None:
        return {"ending": None, "percent": None, "standard_reached": None, "marks": []}
    points = library.catalogue.marking_points
    marks = [
        {"marking_point": point, "title": _title(points, point), **marks}
        for point, marks in result.marks.items()
    ]
    return {
        "ending": result.ending,
        "percent": result.percent,
        "standard_reached": result.achieved,
        "marks": marks,
    }


def _remark(remark: Remark, library: Library) -> Document:
    return {
        "at": _iso(remark.at),
        "by": remark.by,
        "reason": remark.reason,
        "from_version": remark.from_version,
        "to_version": remark.to_version,
        "before": _result(remark.before, library),
        "after": _result(remark.after, library),
    }


def _answer(answer: Answer, asked: Sequence[str]) -> Document:
    return {
        "question": answer.question,
        "asked": asked[answer.question - 1] if answer.question <= len(asked) else None,
        "answer": answer.text,
        "answered_at": _iso(answer.at),
    }


def _turn(number: int, turn: RecordedTurn, machine: ScenarioMachine | None) -> Document:
    choice = _choice(turn, machine)
    return {
        "turn": number,
        "at": _iso(turn.at),
        "node": turn.node,
        "choice": turn.choice,
        "said": None if choice is None else choice.say,
        "order_shown": list(turn.shown),
    }


def _choice(turn: RecordedTurn, machine: ScenarioMachine | None) -> Choice | None:
    node = None if machine is None else machine.scenario.nodes.get(turn.node)
    return None if node is None else node.choices.get(turn.choice)


def _card(kept: KeptCard, library: Library) -> Document:
    return {
        "card": kept.card,
        "asks": _asks(kept.card, library.catalogue),
        "due_at": _iso(kept.due_at),
        "reviewed_at": _iso(kept.reviewed_at),
        "state": kept.state,
        "step": kept.step,
        "stability": kept.stability,
        "difficulty": kept.difficulty,
    }


def _asks(card: str, catalogue: Catalogue) -> str | None:
    """Return the word of the glossary, or the mistake, that a card asks about."""
    kind, _, name = card.partition(":")
    if kind == "term" and name in catalogue.glossary:
        return catalogue.glossary[name].term
    if kind == "mistake" and name in catalogue.mistakes:
        return catalogue.mistakes[name].text
    return None


def _message(kept: KeptMessage) -> Document:
    return {
        "method": kept.method,
        "text": kept.text,
        "file": kept.file,
        "owed_at": _iso(kept.owed_at),
        "sent_at": _iso_if(kept.sent_at),
        "failed": kept.failed,
    }


def _page(kept: KeptPage) -> Document:
    return {
        "came_at": _iso(kept.came_at),
        "seen_at": _iso(kept.seen_at),
        "links_until": [_iso(until) for until in kept.links_until],
        "messages": [
            {
                "number": each.number,
                "by": "you" if each.by_learner else "bot",
                "text": each.text,
                "has_file": each.has_file,
                "sent_at": _iso(each.sent_at),
            }
            for each in kept.messages
        ],
    }


def _update(kept: KeptUpdate) -> Document:
    return {
        "at": _iso(kept.at),
        "error": kept.error,
        "tries": kept.tries,
        "update": json.loads(kept.payload),
    }


def _title(known: Mapping[str, Any], name: str | None) -> str | None:
    entry = None if name is None else known.get(name)
    return None if entry is None else str(entry.title)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _iso_if(moment: datetime | None) -> str | None:
    return None if moment is None else _iso(moment)
