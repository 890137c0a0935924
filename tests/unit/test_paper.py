"""A scenario on paper plays, and is marked, as it is on the phone."""

import json
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.paper.booklet import Booklet, booklet
from bot.documents.paper.marking import Marking
from bot.documents.paper.printing import facts, script
from bot.documents.paper.rules import Labels, in_words
from scenarios.condition_parser import Kind, Scope, parse_condition
from scenarios.loading import library_files, read_scenario
from scenarios.machine import ScenarioMachine, Turn
from scenarios.model import Scenario
from scoring.marking import mark
from tests.unit.authored import EXAMPLE, catalogue, changed, load
from tests.unit.commands import EXAMPLE_FILE, CommandLine
from tests.unit.generated import machines
from tests.unit.reader import Reader

LIBRARY = library_files()


def on_paper(text: str = EXAMPLE) -> Booklet:
    return booklet(load(text), catalogue())


def library(path: Path) -> Scenario:
    return read_scenario(path, catalogue())


# Playing


@given(machine=machines(), data=st.data())
@settings(deadline=None)
def test_the_words_lead_where_the_machine_does(
    machine: ScenarioMachine, data: st.DataObject
) -> None:
    """Whoever follows the booklet finds the same answers on offer and comes to the same nodes."""
    reader, state = Reader(booklet(machine.scenario, catalogue())), machine.begin()
    for _ in range(12):
        assert reader.node == state.node
        offered = {option.choice: option for option in reader.options()}
        assert set(offered) == {choice.id for choice in machine.offered(state)}
        if not offered:
            return
        taken = data.draw(st.sampled_from(sorted(offered)))
        reader.answer(offered[taken])
        state = machine.advance(state, taken)
        assert tuple(reader.passed) == state.passed


@given(machine=machines(), data=st.data())
@settings(deadline=None)
def test_the_marking_sheet_comes_to_the_same_marks(
    machine: ScenarioMachine, data: st.DataObject
) -> None:
    """Marks added up by the sheet are those of the attempt, and so is reaching the standard."""
    printed = booklet(machine.scenario, catalogue())
    reader, state = Reader(printed), machine.begin()
    turns: list[Turn] = []
    while (options := reader.options()) and len(turns) < 12:
        option = data.draw(st.sampled_from(options))
        turns.append(Turn(state.node, option.choice))
        state = machine.advance(state, option.choice)
        reader.answer(option)
    marks = mark(machine, turns, catalogue())
    added = added_up(printed.marking, reader.list)
    assert added == [point.marks for point in marks.points.values()]
    if machine.scenario.nodes[state.node].ending is not None:
        assert reached(printed.marking, added, reader.at.number) == marks.achieved


def added_up(sheet: Marking, answers: set[str]) -> list[int]:
    return [
        0
        if answers & set(point.fails)
        else min(point.most, sum(e.marks * len(answers & set(e.answers)) for e in point.earns))
        for point in sheet.points
    ]


def reached(sheet: Marking, added: list[int], last: int) -> bool:
    shown = zip(sheet.points, added, strict=True)
    return (
        sum(added) >= sheet.needed
        and last in sheet.good_endings
        and all(marks >= point.shown_from for point, marks in shown if point.critical)
    )


# What is in it


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_everything_is_in_it_once_and_leads_to_a_paragraph(path: Path) -> None:
    """Each node and each choice is there once, from 1 on, and no number leads nowhere."""
    scenario = library(path)
    paragraphs = booklet(scenario, catalogue()).paragraphs
    assert [each.number for each in paragraphs] == list(range(1, len(paragraphs) + 1))
    assert Counter(each.node for each in paragraphs if each.node) == Counter(list(scenario.nodes))
    assert paragraphs[0].node == scenario.start
    for each in paragraphs:
        choices = scenario.nodes[each.node].choices if each.node else {}
        assert Counter(one.choice for one in each.options) == Counter(list(choices))
        ways = [*(one.to for one in each.options), *(way.to for way in each.ways)]
        assert all(1 <= to <= len(paragraphs) for to in ways)


def test_a_way_on_without_a_change_leads_straight_to_its_node() -> None:
    """Only where the sheet changes, or is asked, is there a paragraph in between."""
    printed = on_paper()
    by_node = {each.node: each for each in printed.paragraphs if each.node}
    options = {one.choice: one for one in by_node["says-little"].options}
    assert options["leave-room"].to == by_node["guarded"].number
    step = next(one for one in by_node["guarded"].options if one.choice == "explain-limits").to
    assert printed.paragraphs[step - 1].changes == ("Tick box K.",)


def test_what_an_answer_changes_is_not_seen_beside_it() -> None:
    """An option has a number to go to, and nothing that tells the better answer."""
    option = on_paper().paragraphs[0].options[0]
    assert set(asdict(option)) == {
        *("letter", "choice", "say", "only_if", "again", "to"),
        "feedback",
    }


def test_answers_that_do_the_same_have_their_step_in_common() -> None:
    """Two answers that change the sheet alike and go on alike lead to one number."""
    text = changed(
        ("        set: {told_limits: true}", "        set: {told_limits: false}")
    ).replace(
        "mistake: aim-l2-mentoring.never-share",
        "mistake: aim-l2-mentoring.never-share\n        set: {told_limits: false}",
    )
    guarded = next(each for each in on_paper(text).paragraphs if each.node == "guarded")
    assert len({option.to for option in guarded.options}) == 1


def test_variables_that_nothing_asks_about_are_not_on_the_sheet() -> None:
    """Somebody with a pencil keeps only what matters later."""
    text = changed(
        ("told_limits: false", "told_limits: false\n  unasked: {start: 0, min: 0, max: 9}")
    )
    printed = on_paper(text.replace("change: {trust: 1}", "change: {trust: 1, unasked: 1}"))
    assert [box.name for box in printed.boxes] == ["told_limits"]
    assert [counter.name for counter in printed.counters] == ["trust"]


def test_fixed_answers_keep_their_order() -> None:
    """Where the author fixed the order, the letters follow it."""
    text = changed(("  opening:\n", "  opening:\n    fixed_order: true\n"))
    assert [one.choice for one in on_paper(text).paragraphs[0].options] == ["ask-open", "standards"]


def test_a_booklet_is_the_same_each_time() -> None:
    """Two prints of one scenario can be used in one room."""
    assert on_paper() == on_paper()


# Words

LABELS = Labels(
    boxes={"told": "K", "safe": "L"},
    counters={"trust": "M", "doubt": "N"},
    places={"a": 4, "b": 12},
    answers={"a.x": "4A", "a.y": "4B", "b.x": "12C"},
)
SCOPE = Scope(
    variables={
        **{"told": Kind.BOOLEAN, "safe": Kind.BOOLEAN},
        **{"trust": Kind.NUMBER, "doubt": Kind.NUMBER},
    },
    choices={"a": ("x", "y"), "b": ("x",)},
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("trust >= 2", ("M is 2 or more",)),
        ("2 > trust", ("M is less than 2",)),
        ("not trust == 2", ("M is not 2",)),
        ("trust <= doubt", ("M is N or less",)),
        ("told and not safe", ("K is ticked", "L is not ticked")),
        ("not (told or safe)", ("K is not ticked", "L is not ticked")),
        ("told == false", ("K is not ticked",)),
        ("told or safe and visited(b)", ("K is ticked or (L is ticked and 12 is on your list)",)),
        (
            "told == safe",
            ("(K is ticked and L is ticked) or (K is not ticked and L is not ticked)",),
        ),
        ("chosen(a.x) or chosen(b.x)", ("4A or 12C is on your list",)),
        ("chosen(a.x) and chosen(a.y) and visited(b)", ("4A, 4B and 12 are on your list",)),
        ("told and (chosen(a.x) or chosen(b.x))", ("K is ticked", "4A or 12C is on your list")),
        ("not chosen(a.x)", ("4A is not on your list",)),
        ("true", ("this is always so",)),
    ],
)
def test_conditions_are_said_in_plain_words(condition: str, words: tuple[str, ...]) -> None:
    """A rule names boxes, counters and the list, and never what the author called them."""
    parsed = parse_condition(condition, SCOPE)
    assert in_words(parsed.expression, LABELS) == words


# The PDF

HOSTILE = '#panic("read") $x$ *b* _i_ `c` @ref <l> \\ // /* = ] } ) #{ #[ #sys.version ' + "x" * 300


def everywhere(text: str) -> Scenario:
    """Return the example with one text in every place where an author can write."""
    scenario = load(EXAMPLE)
    nodes = {
        name: replace(
            node,
            scene=text,
            speaker=text,
            mentee=(text, text),
            thought=text,
            choices={
                each.id: replace(each, say=text, feedback=text, notes=text)
                for each in node.choices.values()
            },
            ending=node.ending and replace(node.ending, debrief=text),
        )
        for name, node in scenario.nodes.items()
    }
    return replace(
        scenario,
        title=text,
        summary=text,
        content_note=text,
        mentee=replace(scenario.mentee, name=text, about=text),
        briefing=text,
        nodes=nodes,
        author=text,
        notes=text,
    )


def test_what_an_author_writes_is_never_markup() -> None:
    """Typst's own markup and code are printed as they stand, wherever they are."""
    assert script(everywhere(HOSTILE), catalogue()).startswith(b"%PDF-")


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_library_prints_as_accessible_pdf(path: Path) -> None:
    """Every scenario makes a tagged PDF in English that claims to meet PDF/UA."""
    printed = script(library(path), catalogue())
    assert b"pdfuaid" in printed
    assert b"/StructTreeRoot" in printed


def test_letters_that_no_font_has_do_not_keep_it_from_being_printed() -> None:
    """A scenario with an emoji is printed too, with a box in its place."""
    printed = script(everywhere("Well done 👍"), catalogue())
    assert b"pdfuaid" not in printed
    assert b"/StructTreeRoot" in printed


def test_notes_for_tutors_are_on_the_tutors_sheet_alone() -> None:
    """Neither a scenario's notes nor those of its choices are in what learners get."""
    scenario = everywhere("Between us.")
    nodes = {
        name: replace(
            node,
            choices={each.id: replace(each, notes="SECRET") for each in node.choices.values()},
        )
        for name, node in scenario.nodes.items()
    }
    said = facts(replace(scenario, nodes=nodes, notes="SECRET"), catalogue())
    assert said.pop("tutor")["notes"] == "SECRET"
    assert "SECRET" not in json.dumps(said)


# The command


def test_print_writes_the_pdf(shell: CommandLine) -> None:
    """`rehearse print` writes a file, named by the scenario or as one likes."""
    ran = shell.rehearse("print", EXAMPLE_FILE)
    assert (ran.code, ran.out, ran.err) == (0, "Wrote locked-out.pdf.\n", "")
    ran = shell.rehearse("print", "promise-first", "--output", "mine.pdf")
    assert (ran.code, ran.out) == (0, "Wrote mine.pdf.\n")
    for name in ("locked-out.pdf", "mine.pdf"):
        assert (shell.folder / name).read_bytes().startswith(b"%PDF-")


def test_print_does_not_write_over_the_scenario(shell: CommandLine) -> None:
    """The scenario's own file is refused as what to write."""
    (shell.folder / "mine.yaml").write_text(EXAMPLE, encoding="utf-8")
    ran = shell.rehearse("print", "mine.yaml", "--output", "mine.yaml")
    assert ran.code == 2
    assert (shell.folder / "mine.yaml").read_text(encoding="utf-8") == EXAMPLE


def test_print_says_what_is_wrong_in_a_file(shell: CommandLine) -> None:
    """A file that is no scenario is not printed, and its findings are said."""
    (shell.folder / "bad.yaml").write_text("format: 1\n", encoding="utf-8")
    ran = shell.rehearse("print", "bad.yaml")
    assert ran.code == 1
    assert "bad.yaml:1:1: error missing-field" in ran.err
    assert [path.name for path in shell.folder.iterdir()] == ["bad.yaml"]
