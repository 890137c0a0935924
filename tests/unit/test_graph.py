"""A scenario as a graph: what is drawn is what is played, in every format."""

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from scenarios.graph import graph_of, line
from scenarios.graph.dot import dot
from scenarios.graph.layers import lay_out
from scenarios.graph.mermaid import mermaid
from scenarios.graph.svg import Picture, svg
from scenarios.loading import library_files, read_scenario
from scenarios.machine import ChoiceNotOffered, ScenarioMachine
from scoring.best_path import best_path
from tests.unit.authored import EXAMPLE, catalogue, changed, load
from tests.unit.commands import EXAMPLE_FILE, CommandLine
from tests.unit.generated import machines

BEST = ("ask-open", "explain-limits", "refer", "options")
EVIL = (
    '"]; x --> y %%{init: {}}%% <script>alert(1)</script> &amp; #quot; `m` \\N \\" \\ ]]> {{ | -- '
)
SVG = "{http://www.w3.org/2000/svg}"


def machine(text: str = EXAMPLE) -> ScenarioMachine:
    return ScenarioMachine(load(text))


def lonely() -> ScenarioMachine:
    """Return the example with a node that nobody gets to, and one that only it leads to."""
    return machine(
        changed(
            (
                "  walks-out:\n",
                "  unheard:\n    mentee: Anyone?\n    choices:\n"
                "      go: {say: Hm., feedback: So., goto: unseen}\n"
                "      stay: {say: Oh., feedback: So., goto: plan}\n"
                "  unseen:\n    mentee: Bye.\n    ending: {outcome: unsafe, debrief: Done.}\n"
                "  walks-out:\n",
            )
        )
    )


# What is drawn


def test_each_way_of_the_machine_is_an_arrow() -> None:
    one = machine()
    drawn = [(a.source, a.choice, a.to, a.when) for a in graph_of(one).arrows]
    played = [(w.node, w.choice, w.to, w.when and w.when.text) for w in one.ways()]
    assert Counter(drawn) == Counter(played)
    assert len(drawn) == 16


@given(machines())
def test_the_ways_of_the_machine_are_those_that_the_author_wrote(one: ScenarioMachine) -> None:
    written: list[tuple[object, ...]] = []
    for node in one.scenario.nodes.values():
        for choice in node.choices.values():
            written += [(node.id, choice.id, way.to, way.when) for way in choice.goto]
        if node.otherwise is not None:
            written.append((node.id, None, node.otherwise, None))
    ways = [(way.node, way.choice, way.to, way.when) for way in one.ways()]
    assert sorted(map(str, ways)) == sorted(map(str, written))


def test_a_way_says_its_choice_and_its_conditions() -> None:
    labels = {arrow.label for arrow in graph_of(machine()).arrows}
    assert {
        "ask-open",
        "standards (if trust >= 2)",
        "standards (otherwise)",
        "email (on offer if trust < 4 and not chosen(discloses.dig))",
    } <= labels


def test_otherwise_is_a_way_too() -> None:
    one = machine(changed(("  guarded:\n", "  guarded:\n    otherwise: discloses\n")))
    assert "(nothing on offer)" in {arrow.label for arrow in graph_of(one).arrows}


def test_a_path_is_marked_with_the_numbers_of_its_turns() -> None:
    graph = graph_of(machine(), BEST)
    marked = [arrow.label for arrow in graph.arrows if arrow.turns]
    assert marked == ["1. ask-open", "2. explain-limits", "3. refer (if told_limits)", "4. options"]
    assert [box.id for box in graph.boxes.values() if box.marked] == [
        *("opening", "guarded", "discloses", "afterwards", "plan")
    ]


def test_without_a_path_nothing_is_marked_and_with_an_empty_one_the_start_is() -> None:
    assert not any(box.marked for box in graph_of(machine()).boxes.values())
    graph = graph_of(machine(), [])
    assert [box.id for box in graph.boxes.values() if box.marked] == ["opening"]


def test_nodes_passed_by_otherwise_are_marked() -> None:
    text = changed(
        ("  guarded:\n", "  guarded:\n    otherwise: discloses\n"),
        ("      explain-limits:\n", "      explain-limits:\n        when: trust > 4\n"),
        ("      promise:\n", "      promise:\n        when: trust > 4\n"),
    )
    graph = graph_of(machine(text), ["ask-open"])
    assert {box.id for box in graph.boxes.values() if box.marked} == {
        *("opening", "guarded", "discloses")
    }
    assert [arrow.label for arrow in graph.arrows if arrow.turns] == [
        *("1. ask-open", "(nothing on offer)")
    ]


def test_a_path_that_can_not_be_taken_is_refused() -> None:
    with pytest.raises(ChoiceNotOffered):
        graph_of(machine(), ["ask-open", "refer"])


def test_nodes_that_nobody_gets_to_are_known() -> None:
    graph = graph_of(lonely())
    assert [box.id for box in graph.boxes.values() if not box.reached] == ["unheard", "unseen"]


def test_a_long_text_is_cut_between_words_and_stands_on_one_line() -> None:
    assert line("one\n two\u2028three\x00four") == "one two three four"
    assert line("one two. three four", 14) == "one two..."
    assert line("x" * 20, 10) == "xxxxxxx..."
    assert line("") == ""


# The best path


def test_the_best_path_makes_no_mistake_where_it_need_not() -> None:
    found = best_path(machine())
    assert found is not None
    assert (found.choices, found.percent) == (BEST, 100)


@settings(max_examples=60, deadline=None)
@given(machines())
def test_the_best_path_plays_to_an_ending(one: ScenarioMachine) -> None:
    found = best_path(one)
    if found is None:
        return
    state = one.begin()
    for choice in found.choices:
        state = one.advance(state, choice)
    assert one.scenario.nodes[state.node].ending is not None


# Mermaid and DOT


def test_mermaid_has_a_node_for_each_node_and_an_edge_for_each_way() -> None:
    text = mermaid(graph_of(machine(), BEST))
    assert text.startswith('---\ntitle: "Locked out"\n---\nflowchart TD\n')
    assert len(re.findall(r"^ +n\d+\W", text, re.M)) - len(re.findall(r"[-=]->|==>", text)) == 9
    assert len(re.findall(r"-->\|", text)) == 12
    assert len(re.findall(r"==>\|", text)) == 4
    assert 'n6(["plan (ending: effective)<br/>' in text
    assert "1. ask-open" in text


def test_mermaid_sets_apart_what_nobody_gets_to() -> None:
    text = mermaid(graph_of(lonely()))
    apart = text[text.index("subgraph") : text.index("\n  end\n")]
    assert "Nobody gets to these" in apart
    assert "unheard" in apart
    assert "unseen" in apart
    assert "plan (" not in apart


def test_dot_has_a_node_for_each_node_and_an_edge_for_each_way() -> None:
    text = dot(graph_of(machine(), BEST))
    assert text.startswith('digraph "locked-out" {\n')
    assert len(re.findall(r'^  "[a-z-]+" \[', text, re.M)) == 9
    assert len(re.findall(r'^  "[a-z-]+" -> "[a-z-]+" \[', text, re.M)) == 16
    assert text.count("penwidth=3") == 4 + 5
    assert "shape=hexagon" in text


def test_dot_sets_apart_what_nobody_gets_to() -> None:
    text = dot(graph_of(lonely()))
    apart = text[text.index("subgraph") : text.index("\n  }\n")]
    assert '"unheard"' in apart
    assert "shape=doubleoctagon" in apart


def hostile() -> ScenarioMachine:
    words = json.dumps(EVIL)
    return machine(
        changed(
            ("title: Locked out", f"title: {words}"),
            ("mentee: It's just home stuff.", f"mentee: {words}"),
        )
    )


def test_in_mermaid_nothing_of_a_text_is_syntax() -> None:
    text = mermaid(graph_of(hostile()))
    title = text.splitlines()[1]
    assert json.loads(title.removeprefix("title: "))
    assert not set("%`#<>&") & set(title)
    nodes = [each for each in text.splitlines() if re.match(r"  n1\W", each)]
    label = nodes[0].split('"')
    assert len(label) == 3
    assert "<script" not in text
    assert re.fullmatch(r"(?:[\w .,:'?!()/-]|#\d+;|<br/>)*", label[1])


def test_in_dot_nothing_of_a_text_is_syntax() -> None:
    text = dot(graph_of(hostile()))
    without = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", text)
    assert "script" not in without
    assert not re.search(r'["\\]', without)
    labels = re.findall(r'label="((?:[^"\\]|\\.)*)"', text)
    assert all(set(re.findall(r"\\(.)", label)) <= {"\\", '"', "n"} for label in labels)
    assert "&amp;amp;" in text


# SVG


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - a picture that was made here


def words_of(picture: str) -> list[str]:
    return [each.text or "" for each in parsed(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("file", library_files(), ids=lambda file: file.stem)
def test_a_picture_names_every_node_and_every_choice(file: Path) -> None:
    one = ScenarioMachine(read_scenario(file, catalogue()))
    words = " ".join(words_of(svg(graph_of(one))))
    for node in one.scenario.nodes.values():
        assert node.id in words
        assert all(choice in words for choice in node.choices)
        assert node.ending is None or f"Ending: {node.ending.outcome}" in words


def test_outcomes_differ_in_shape_and_in_words() -> None:
    pictures = {}
    for outcome in ("effective", "acceptable", "ineffective", "unsafe"):
        text = changed(("outcome: ineffective", f"outcome: {outcome}"))
        picture = svg(graph_of(machine(text)))
        assert f"Ending: {outcome}" in words_of(picture)
        pictures[outcome] = (picture.count("<rect "), picture.count("<polygon "))
    assert len(set(pictures.values())) == 4


def test_a_picture_says_in_words_what_it_shows() -> None:
    root = parsed(svg(graph_of(machine())))
    assert root.findtext(f"{SVG}title") == "Locked out"
    assert "opening to says-little: standards (otherwise)" in (root.findtext(f"{SVG}desc") or "")


def test_a_picture_lights_the_node_where_play_is_now() -> None:
    """Its group can be found by its class, and says so; one frame more than before is drawn."""
    graph = graph_of(machine())
    plain, lit = svg(graph), svg(graph, "guarded")
    (group,) = (each for each in parsed(lit).iter(f"{SVG}g") if each.get("class") == "lit")
    assert group.findtext(f"{SVG}title") == "now here"
    assert next(group.iter(f"{SVG}text")).text == "guarded"
    assert (parsed(lit).findtext(f"{SVG}desc") or "").startswith("now here: guarded. ")
    assert lit.count("<rect ") == plain.count("<rect ") + 1
    assert words_of(lit) == words_of(plain)


def test_a_picture_is_laid_out_once_and_lit_node_by_node() -> None:
    """Every node can be lit, also one that nobody gets to; one that is not there lights nothing."""
    graph = graph_of(lonely())
    picture = Picture(graph)
    drawn = {picture.drawn(name) for name in graph.boxes}
    assert len(drawn) == len(graph.boxes)
    assert all(each.count('class="lit"') == 1 for each in drawn)
    assert picture.drawn() == picture.drawn("nowhere") == svg(graph)


def test_a_picture_sets_apart_what_nobody_gets_to() -> None:
    words = words_of(svg(graph_of(lonely())))
    assert words.index("Nobody gets to these") < words.index("unheard")
    assert "stay: to plan" in words
    assert "Nobody gets to these" not in words_of(svg(graph_of(machine())))


def test_in_a_picture_a_text_is_nothing_but_text() -> None:
    picture = svg(graph_of(hostile()))
    tags = {each.tag.removeprefix(SVG) for each in parsed(picture).iter()}
    assert tags <= {"svg", "title", "desc", "rect", "text", "g", "path", "polygon"}
    assert any("<script>" in words for words in words_of(picture))


@settings(max_examples=60, deadline=None)
@given(machines(most=8))
def test_whatever_the_graph_no_two_boxes_or_labels_overlap(one: ScenarioMachine) -> None:
    graph = graph_of(one)
    boxes = dict.fromkeys(graph.boxes, (120.0, 50.0))
    labels = {(a.source, a.to): (90.0, 30.0) for a in graph.arrows if a.source != a.to}
    layout = lay_out(boxes, labels)
    assert set(layout.boxes) == set(boxes)
    assert set(layout.routes) == set(layout.labels) == set(labels)
    taken = [(point, (120.0, 50.0)) for point in layout.boxes.values()]
    taken += [(point, (90.0, 30.0)) for point in layout.labels.values()]
    for ((x, y), (width, height)), ((x2, y2), (width2, height2)) in combinations(taken, 2):
        apart_across = abs(x - x2) - (width + width2) / 2
        apart_down = abs(y - y2) - (height + height2) / 2
        assert max(apart_across, apart_down) > 0
    for (x, y), (width, height) in taken:
        assert width / 2 <= x + 0.01 <= layout.width - width / 2 + 0.02
        assert height / 2 <= y + 0.01 <= layout.height - height / 2 + 0.02


@settings(max_examples=60, deadline=None)
@given(machines(most=8))
def test_an_arrow_goes_from_the_border_of_its_box_to_the_border_of_the_other(
    one: ScenarioMachine,
) -> None:
    graph = graph_of(one)
    size = (120.0, 50.0)
    labels = {(a.source, a.to): (90.0, 30.0) for a in graph.arrows if a.source != a.to}
    layout = lay_out(dict.fromkeys(graph.boxes, size), labels)
    for (source, to), points in layout.routes.items():
        for box, (x, y) in ((source, points[0]), (to, points[-1])):
            middle = layout.boxes[box]
            assert abs(abs(y - middle[1]) - size[1] / 2) < 0.01
            assert abs(x - middle[0]) <= size[0] / 2


def test_nothing_at_all_takes_no_room() -> None:
    assert (lay_out({}, {}).width, lay_out({}, {}).height) == (0, 0)


# The command


def test_the_command_prints_mermaid_unless_told_otherwise(shell: CommandLine) -> None:
    ran = shell.rehearse("graph", EXAMPLE_FILE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == mermaid(graph_of(machine()))


@pytest.mark.parametrize(
    ("form", "begins"), [("mermaid", "---\n"), ("dot", "digraph "), ("svg", "<svg ")]
)
def test_the_command_prints_each_format_of_text(shell: CommandLine, form: str, begins: str) -> None:
    ran = shell.rehearse("graph", "promise-first", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(begins)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("g.mmd", b"---\n"),
        ("g.dot", b"digraph "),
        ("g.gv", b"digraph "),
        ("g.SVG", b"<svg "),
        ("g.png", b"\x89PNG"),
    ],
)
def test_the_ending_of_the_file_decides_about_the_format(
    shell: CommandLine, name: str, begins: bytes
) -> None:
    ran = shell.rehearse("graph", EXAMPLE_FILE, "--output", name)
    assert (ran.code, ran.out, ran.err) == (0, f"Wrote {name}.\n", "")
    assert (shell.folder / name).read_bytes().startswith(begins)


def test_a_path_can_be_marked_and_so_can_the_best(shell: CommandLine) -> None:
    by_hand = shell.rehearse("graph", EXAMPLE_FILE, "--path", ", ".join(BEST))
    best = shell.rehearse("graph", EXAMPLE_FILE, "--best")
    assert by_hand.out == best.out == mermaid(graph_of(machine(), BEST))


def test_a_path_that_can_not_be_taken_is_told_with_what_is_on_offer(shell: CommandLine) -> None:
    ran = shell.rehearse("graph", EXAMPLE_FILE, "--path", "ask-open,refer")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("refer is not on offer at guarded. On offer there:")


def test_where_no_ending_can_be_reached_there_is_no_best_path(shell: CommandLine) -> None:
    text = changed(("        goto: guarded\n", "        goto: opening\n"))
    text = text.replace("{when: trust >= 2, to: guarded}", "{when: trust >= 2, to: opening}")
    text = text.replace("- {to: says-little}", "- {to: opening}")
    (shell.folder / "round.yaml").write_text(text, encoding="utf-8")
    ran = shell.rehearse("graph", "round.yaml", "--best")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("No path to an ending was found in locked-out")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--best", "--path", "a"],
        ["--format", "png"],
        ["--format", "gif"],
        ["--output", "graph"],
        ["--output", "graph.pdf"],
    ],
)
def test_wrong_usage_ends_with_2(shell: CommandLine, arguments: list[str]) -> None:
    ran = shell.rehearse("graph", EXAMPLE_FILE, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: rehearse graph")
    assert list(shell.folder.iterdir()) == []


def test_a_scenario_is_never_overwritten_by_its_graph(shell: CommandLine) -> None:
    file = shell.folder / "mine.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")
    ran = shell.rehearse("graph", "mine.yaml", "--format", "dot", "--output", "./mine.yaml")
    assert ran.code == 2
    assert file.read_text(encoding="utf-8") == EXAMPLE
