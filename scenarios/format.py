"""The scenario format, version 1: which fields there are and what each can hold.

What fields must agree on with each other stands in `scenarios.checks.agreement`.
"""

from scenarios.model import FeedbackPolicy, Outcome
from scenarios.shapes import (
    Day,
    Either,
    Flag,
    ListOf,
    MapOf,
    Name,
    Record,
    Setting,
    Slug,
    Target,
    Text,
    VariableName,
    When,
    Whole,
    Word,
)

VERSION = 1
"""The version of the format that is described here."""

MARKING_POINT = Record(
    "a marking point", required={"max": Whole(1)}, optional={"met": Whole(1), "critical": Flag()}
)

VARIABLE = Either(
    Flag(), Record("a variable", required={"start": Whole(), "min": Whole(), "max": Whole()})
)

GOTO = Either(
    Name(Target.NODE),
    ListOf(
        Record("an entry of `goto`", required={"to": Name(Target.NODE)}, optional={"when": When()}),
        minimum=1,
    ),
)

CHOICE = Record(
    "a choice",
    required={"say": Text(), "goto": GOTO, "feedback": Text()},
    optional={
        "awards": MapOf(Name(Target.MARKING_POINT), Whole(1)),
        "fails": ListOf(Name(Target.MARKING_POINT)),
        "mistake": Either(Name(Target.MISTAKE), ListOf(Name(Target.MISTAKE))),
        "change": MapOf(Name(Target.VARIABLE), Whole()),
        "set": MapOf(Name(Target.VARIABLE), Setting()),
        "when": When(),
        "once": Flag(),
        "notes": Text(),
    },
)

ENDING = Record("an ending", required={"outcome": Word(tuple(Outcome)), "debrief": Text()})

NODE = Record(
    "a node",
    optional={
        "mentee": Either(Text(), ListOf(Text(), minimum=1)),
        "scene": Text(),
        "speaker": Text(),
        "thought": Text(),
        "choices": MapOf(Slug(), CHOICE, minimum=1, maximum=6),
        "fixed_order": Flag(),
        "otherwise": Name(Target.NODE),
        "ending": ENDING,
    },
)

TEST = Record(
    "a test",
    required={"name": Text(), "choose": ListOf(Name(Target.TESTED_CHOICE))},
    optional={
        "ends": Name(Target.TESTED_NODE),
        "marks": MapOf(Name(Target.MARKING_POINT), Whole(0)),
        "percent": Whole(0, 100),
        "achieved": Flag(),
    },
)

SCENARIO = Record(
    "a scenario",
    required={
        "format": Whole(VERSION, VERSION),
        "id": Slug(),
        "title": Text(),
        "summary": Text(),
        "mentee": Record("a mentee", required={"name": Text(), "about": Text()}),
        "briefing": Text(),
        "marking_points": MapOf(Name(Target.SKILL), MARKING_POINT, minimum=1),
        "start": Name(Target.NODE),
        "nodes": MapOf(Slug(), NODE, minimum=1),
    },
    optional={
        "units": ListOf(Name(Target.UNIT)),
        "level": Whole(1, 3),
        "setting": Text(),
        "minutes": Whole(1),
        "content_note": Text(),
        "pass_mark": Whole(1, 100),
        "feedback": Word(tuple(FeedbackPolicy)),
        "variables": MapOf(VariableName(), VARIABLE),
        "tests": ListOf(TEST),
        "author": Text(),
        "nation": Word(("england", "wales")),
        "law_checked": Day(),
        "notes": Text(),
    },
)
