"""The JSON Schema of the format: what it takes, and that it refuses only what loading refuses."""

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scenarios.document import Fields, Items, Scalar, Value, read_document
from scenarios.findings import Report
from scenarios.format import SCENARIO
from scenarios.loading import library_files
from scenarios.meanings import MEANINGS
from scenarios.schema import scenario_schema
from scenarios.shapes import Either, ListOf, MapOf, Record, Shape
from tests.unit.authored import EXAMPLE, catalogue, changed, findings
from tests.unit.commands import CommandLine

Data: TypeAlias = Any
Trail: TypeAlias = tuple[str | int, ...]


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(scenario_schema(catalogue()))


def as_editors_read(value: Value) -> Data:
    """Return a document as an editor's YAML 1.2 reads it, of the scalars that scenarios use."""
    match value:
        case Fields():
            return {name: as_editors_read(below) for name, (_, below) in value.entries.items()}
        case Items():
            return [as_editors_read(each) for each in value.values]
        case Scalar(missing=True):
            return None
        case _:
            assert isinstance(value, Scalar)
            plain = value.flag if value.whole is None else value.whole
            return value.text if plain is None else plain


def data(text: str) -> Data:
    root = read_document(text.encode(), Report("here.yaml"))
    assert root is not None
    return as_editors_read(root)


def refused(document: Data) -> list[str]:
    return [error.message for error in validator().iter_errors(document)]


def test_the_schema_is_one_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(scenario_schema(catalogue()))


@pytest.mark.parametrize("file", library_files(), ids=lambda file: file.stem)
def test_the_schema_takes_every_scenario_of_the_library(file: Path) -> None:
    assert refused(data(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("say: It's just home", "say: It's just home"),
        ("mentee: It's just home stuff.", "mentee: No"),
        ("mentee: It's just home stuff.", "mentee: 12"),
        ("mentee: It's just home stuff.", "mentee: true"),
        ("mentee: It's just home stuff.", "mentee: [12, No, 7.5]"),
        ("setting: college", "setting:"),
        ("units: [aim-l2-mentoring, aim-l2-peer-mentoring]", "units:"),
        ("units: [aim-l2-mentoring, aim-l2-peer-mentoring]", "units: []"),
        ("setting: college", "law_checked: 2026-03-31\nnation: wales"),
        ("when: trust < 4 and not chosen(discloses.dig)", "when: true"),
        ("say: What have you thought of so far?", "once:\n        say: What have you"),
    ],
)
def test_the_schema_takes_what_the_format_takes(old: str, new: str) -> None:
    text = EXAMPLE.replace(old, new, 1)
    assert findings(text) == ()
    assert refused(data(text)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Locked out", "title:"),
        ("title: Locked out", "titel: Locked out"),
        ("title: Locked out", 'title: " "'),
        ("title: Locked out", f"title: {'x' * 4097}"),
        ("id: locked-out", "id: Locked out"),
        ("id: locked-out", f"id: {'x' * 41}"),
        ("format: 1", "format: 2"),
        ("level: 2", "level: 4"),
        ("level: 2", 'level: "2"'),
        ("minutes: 6", "minutes: 0"),
        ("minutes: 6", "minutes: six"),
        ("units: [aim-l2-mentoring, aim-l2-peer-mentoring]", "units: [aim-l2-mentorin]"),
        ("active-listening: {max: 3, met: 2}", "listening: {max: 3, met: 2}"),
        ("{max: 3, met: 2}", "{met: 2}"),
        ("awards: {active-listening: 2}", "awards: {active-listening: 0}"),
        ("awards: {active-listening: 2}", "awards: {listening: 2}"),
        ("mistake: ascentis-l1-mentoring.supervision", "mistake: ascentis-l1.supervision"),
        ("mistake: ascentis-l1-mentoring.supervision", "mistake: [supervision]"),
        ("fails: [safeguarding-referral]", "fails: [safeguarding]"),
        ("fails: [safeguarding-referral]", "fails: safeguarding-referral"),
        ("feedback: each", "feedback: never"),
        ("pass_mark: 80", "pass_mark: 101"),
        ("setting: college", "nation: scotland"),
        ("setting: college", "law_checked: 31/3/2026"),
        ("told_limits: false", "told_limits: maybe"),
        ("told_limits: false", "not: false"),
        ("trust: {start: 2, min: 0, max: 5}", "trust: {start: 2, min: 0}"),
        ("change: {trust: 1}", "change: {trust: more}"),
        ("set: {told_limits: true}", "set: {told_limits: perhaps}"),
        ("goto: guarded", "goto: []"),
        ("goto: guarded", "goto: [{when: trust > 1}]"),
        ("goto: guarded", "goto: Guarded One"),
        ("outcome: effective", "outcome: fine"),
        (
            "ending: {outcome: effective, debrief: Jordan leaves with a plan of his own.}",
            "notes: x",
        ),
        ("mentee: It's just home stuff.", "thought: It's just home stuff."),
        ("mentee: It's just home stuff.", "mentee: []"),
        ("mentee: It's just home stuff.", "mentee: {a: b}"),
        ("percent: 100", "percent: 101"),
        ("achieved: true", 'achieved: "true"'),
        ("choose: [ask-open, explain-limits, refer, options]", "choose: options"),
        ("when: trust < 4 and not chosen(discloses.dig)", f"when: {'not ' * 130}told_limits"),
        ("when: trust < 4 and not chosen(discloses.dig)", "when: 5"),
    ],
)
def test_the_schema_refuses_what_is_wrong_in_a_field_and_so_does_loading(
    old: str, new: str
) -> None:
    text = changed((old, new))
    assert refused(data(text))
    assert findings(text)


def test_a_seventh_choice_is_refused_by_both() -> None:
    one = "      c{}: {{say: Hm., feedback: So., goto: guarded}}\n"
    more = "".join(one.format(number) for number in range(5))
    text = changed(("      standards:\n", f"{more}      standards:\n"))
    assert refused(data(text))
    assert findings(text)


def places(document: Data, trail: Trail = ()) -> Iterator[Trail]:
    """Yield the way to every value of a document."""
    yield trail
    below: Iterable[tuple[str | int, Data]] = ()
    if isinstance(document, dict):
        below = document.items()
    if isinstance(document, list):
        below = enumerate(document)
    for key, value in below:
        yield from places(value, (*trail, key))


_EXAMPLE: Data = data(EXAMPLE)
_PLACES = [trail for trail in places(_EXAMPLE) if trail]
_NAMES = st.sampled_from(
    ["mentee", "goto", "when", "max", "trust", "plan", "ask-open", "empowerment", "x", "No", "1"]
)
_SINGLE = (
    st.booleans()
    | st.integers(-3, 120)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | _NAMES
    | st.sampled_from(["each", "effective", "2026-03-31", "told_limits", "aim-l2-mentoring"])
)
_ANYTHING = st.recursive(
    _SINGLE,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_NAMES, below, max_size=3),
    max_leaves=5,
)


@st.composite
def damaged(draw: st.DrawFn) -> Data:
    """Draw the example with one value replaced, taken away or put in."""
    document = deepcopy(_EXAMPLE)
    *above, last = draw(st.sampled_from(_PLACES))
    holder = document
    for key in above:
        holder = holder[key]
    match draw(st.sampled_from(["replace", "delete", "add"])):
        case "delete":
            del holder[last]
        case "add" if isinstance(holder, dict):
            holder[draw(_NAMES | st.text(min_size=1, max_size=5))] = draw(_ANYTHING)
        case _:
            holder[last] = draw(_ANYTHING)
    return document


@settings(max_examples=300, deadline=None)
@given(damaged())
def test_whatever_the_schema_refuses_loading_refuses(document: Data) -> None:
    if refused(document):
        assert findings(json.dumps(document))


def records(shape: Shape) -> Iterator[Record]:
    """Yield every record of the format."""
    match shape:
        case Record():
            yield shape
            for below in (*shape.required.values(), *shape.optional.values()):
                yield from records(below)
        case ListOf(item):
            yield from records(item)
        case MapOf(_, value):
            yield from records(value)
        case Either(single, otherwise):
            yield from records(single)
            yield from records(otherwise)


def test_every_field_has_its_meaning_and_nothing_else_has() -> None:
    described = {name: set(fields) for name, fields in MEANINGS.items()}
    assert described == {
        record.what: {*record.required, *record.optional} for record in records(SCENARIO)
    }


def test_each_field_of_the_schema_says_what_it_means() -> None:
    properties = scenario_schema(catalogue())["properties"]
    assert set(properties) == {*SCENARIO.required, *SCENARIO.optional}
    assert all(field["description"] for field in properties.values())


def test_names_of_the_catalogue_come_with_their_words() -> None:
    schema = scenario_schema(catalogue())
    unit = schema["properties"]["units"]["items"]
    assert unit["enum"] == list(catalogue().units)
    assert len(unit["enumDescriptions"]) == len(unit["enum"])
    points = schema["properties"]["marking_points"]["properties"]
    assert list(points) == list(catalogue().marking_points)


# The command


def test_the_command_prints_the_schema(shell: CommandLine) -> None:
    ran = shell.rehearse("schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == scenario_schema(catalogue())


def test_the_command_writes_the_schema_to_a_file(shell: CommandLine) -> None:
    ran = shell.rehearse("schema", "--output", "s.json")
    assert (ran.code, ran.out, ran.err) == (0, "Wrote s.json.\n", "")
    written = (shell.folder / "s.json").read_text(encoding="utf-8")
    assert written == shell.rehearse("schema").out


def test_a_file_that_can_not_be_written_is_named(shell: CommandLine) -> None:
    ran = shell.rehearse("schema", "--output", "nowhere/s.json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Can't use nowhere/s.json: No such file or directory.\n"
