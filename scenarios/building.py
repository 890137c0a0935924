"""Making a `Scenario` of a file that has passed every check.

Nothing here looks for mistakes: an absent required field cannot occur any more.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from scenarios.conditions import Condition
from scenarios.document import Fields, Scalar
from scenarios.model import (
    Choice,
    Ending,
    FeedbackPolicy,
    Goto,
    MarkingPoint,
    Mentee,
    Node,
    Outcome,
    Scenario,
    ScenarioTest,
    Value,
    Variable,
)

Conditions: TypeAlias = Mapping[Scalar, Condition]
"""The parsed conditions, by the value each is written in."""

_PASS_MARK = 70


def build_scenario(root: Fields, conditions: Conditions, version: str) -> Scenario:
    """Make the scenario that a checked file describes."""
    mentee = root.map("mentee")
    law_checked = root.scalar("law_checked")
    return Scenario(
        id=root.text("id"),
        version=version,
        title=root.text("title"),
        summary=root.text("summary"),
        units=_names(root, "units"),
        level=root.whole("level"),
        setting=_optional(root, "setting"),
        minutes=root.whole("minutes"),
        content_note=_optional(root, "content_note"),
        mentee=Mentee(mentee.text("name"), mentee.text("about")),
        briefing=root.text("briefing"),
        marking_points={
            name.text: _marking_point(name.text, point)
            for name, point in root.map("marking_points").maps()
        },
        pass_mark=root.whole("pass_mark") or _PASS_MARK,
        feedback=FeedbackPolicy(_optional(root, "feedback") or FeedbackPolicy.EACH),
        variables={
            name: _variable(name, root.map("variables")) for name in root.map("variables").entries
        },
        start=root.text("start"),
        nodes={
            name.text: _node(name.text, node, conditions) for name, node in root.map("nodes").maps()
        },
        tests=tuple(_test(test) for test in root.several("tests") if isinstance(test, Fields)),
        author=_optional(root, "author"),
        nation=_optional(root, "nation"),
        law_checked=date.fromisoformat(law_checked.text) if law_checked else None,
        notes=_optional(root, "notes"),
    )


def _marking_point(name: str, point: Fields) -> MarkingPoint:
    most = _whole(point, "max")
    return MarkingPoint(
        id=name,
        max=most,
        met=point.whole("met") or most,
        critical=point.flag("critical") is True,
    )


def _variable(name: str, variables: Fields) -> Variable:
    bounds = variables.map(name)
    flag = variables.flag(name)
    start = _whole(bounds, "start") if flag is None else flag
    return Variable(name, start, minimum=bounds.whole("min"), maximum=bounds.whole("max"))


def _node(name: str, node: Fields, conditions: Conditions) -> Node:
    ending = node.map("ending")
    outcome = _optional(ending, "outcome")
    return Node(
        id=name,
        scene=_optional(node, "scene"),
        speaker=_optional(node, "speaker"),
        mentee=node.texts("mentee"),
        thought=_optional(node, "thought"),
        choices={
            key.text: _choice(key.text, choice, conditions)
            for key, choice in node.map("choices").maps()
        },
        fixed_order=node.flag("fixed_order") is True,
        otherwise=_optional(node, "otherwise"),
        ending=Ending(Outcome(outcome), ending.text("debrief")) if outcome else None,
    )


def _choice(name: str, choice: Fields, conditions: Conditions) -> Choice:
    return Choice(
        id=name,
        say=choice.text("say"),
        goto=_goto(choice, conditions),
        feedback=choice.text("feedback"),
        awards=_numbers(choice, "awards"),
        fails=_names(choice, "fails"),
        mistakes=_names(choice, "mistake"),
        change=_numbers(choice, "change"),
        set=_settings(choice.map("set")),
        when=_when(choice, conditions),
        once=choice.flag("once") is not False,
        notes=_optional(choice, "notes"),
    )


def _goto(choice: Fields, conditions: Conditions) -> tuple[Goto, ...]:
    always = choice.scalar("goto")
    if always:
        return (Goto(None, always.text),)
    entries = (entry for entry in choice.several("goto") if isinstance(entry, Fields))
    return tuple(Goto(_when(entry, conditions), entry.text("to")) for entry in entries)


def _when(fields: Fields, conditions: Conditions) -> Condition | None:
    written = fields.scalar("when")
    return conditions[written] if written else None


def _settings(values: Fields) -> dict[str, Value]:
    flags = {name: values.flag(name) for name in values.entries}
    return {name: _whole(values, name) if flag is None else flag for name, flag in flags.items()}


def _test(test: Fields) -> ScenarioTest:
    return ScenarioTest(
        name=test.text("name"),
        choose=test.texts("choose"),
        ends=_optional(test, "ends"),
        marks=_numbers(test, "marks") if test.get("marks") else None,
        percent=test.whole("percent"),
        achieved=test.flag("achieved"),
    )


def _optional(fields: Fields, name: str) -> str | None:
    return fields.text(name) or None


def _whole(fields: Fields, name: str) -> int:
    return fields.whole(name) or 0


def _numbers(fields: Fields, name: str) -> dict[str, int]:
    numbers = fields.map(name)
    return {key: _whole(numbers, key) for key in numbers.entries}


def _names(fields: Fields, name: str) -> tuple[str, ...]:
    """Return a list of names; one that is written twice counts once."""
    return tuple(dict.fromkeys(fields.texts(name)))
