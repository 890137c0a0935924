"""Playing a scenario goes exactly as the format's page says."""

import json
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.machine import ChoiceNotOffered, ScenarioMachine, State, Turn
from tests.unit.authored import EXAMPLE, load

Authored: TypeAlias = dict[str, Any]
"""A node, or all of them, as it would be written; JSON is YAML too."""


def choice(goto: object, **fields: object) -> Authored:
    return {"say": "Well.", "feedback": "So.", "goto": goto, **fields}


def ending() -> Authored:
    return {"mentee": "Bye.", "ending": {"outcome": "effective", "debrief": "Done."}}


def node(otherwise: str | None = None, **choices: Authored) -> Authored:
    way_out = {"otherwise": otherwise} if otherwise else {}
    return {"mentee": "Hello.", "choices": choices, **way_out}


def machine(
    nodes: Authored, variables: Authored | None = None, start: str = "a"
) -> ScenarioMachine:
    """Build the machine of a scenario with these nodes."""
    scenario = {
        "format": 1,
        "id": "made-up",
        "title": "Made up",
        "summary": "Nothing much.",
        "mentee": {"name": "Ada", "about": "17."},
        "briefing": "Listen.",
        "marking_points": {"active-listening": {"max": 1}},
        "variables": variables or {},
        "start": start,
        "nodes": nodes,
    }
    return ScenarioMachine(load(json.dumps(scenario)))


def offered(machine: ScenarioMachine, state: State) -> list[str]:
    return [choice.id for choice in machine.offered(state)]


TRUST = {"trust": {"start": 2, "min": 0, "max": 5}}


def test_an_attempt_begins_at_the_start_with_every_variable_at_its_first_value() -> None:
    state = ScenarioMachine(load(EXAMPLE)).begin()
    assert state == State(
        node="opening",
        variables={"trust": 2, "told_limits": False},
        turns=(),
        visited=frozenset({"opening"}),
        passed=(),
    )


def test_the_scenario_of_the_page_plays_its_own_test() -> None:
    scenario = load(EXAMPLE)
    machine = ScenarioMachine(scenario)
    (test,) = scenario.tests
    state = machine.begin()
    for chosen in test.choose:
        state = machine.advance(state, chosen)
    assert state.node == test.ends
    assert [turn.node for turn in state.turns] == ["opening", "guarded", "discloses", "afterwards"]
    assert state.variables == {"trust": 3, "told_limits": True}
    assert offered(machine, state) == []


def test_a_change_comes_before_a_setting_and_the_last_word_is_the_setting() -> None:
    nodes = {"a": node(go=choice("b", change={"trust": 1}, set={"trust": 4})), "b": ending()}
    played = machine(nodes, TRUST)
    assert played.advance(played.begin(), "go").variables == {"trust": 4}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"change": {"trust": 9}}, 5),
        ({"change": {"trust": -9}}, 0),
        ({"set": {"trust": 9}}, 5),
        ({"set": {"trust": -9}}, 0),
        ({"change": {"trust": 0}}, 2),
    ],
)
def test_a_variable_never_leaves_its_bounds(fields: Authored, expected: int) -> None:
    played = machine({"a": node(go=choice("b", **fields)), "b": ending()}, TRUST)
    assert played.advance(played.begin(), "go").variables == {"trust": expected}


def test_the_way_on_is_the_first_that_holds_with_the_new_values() -> None:
    ways = [{"when": "trust > 2", "to": "b"}, {"when": "trust == 2", "to": "c"}, {"to": "a"}]
    nodes = {
        "a": node(
            up=choice(ways, change={"trust": 1}),
            stay=choice(ways),
            down=choice(ways, change={"trust": -1}),
        ),
        "b": ending(),
        "c": ending(),
    }
    played = machine(nodes, TRUST)
    where = {c: played.advance(played.begin(), c).node for c in ("up", "stay", "down")}
    assert where == {"up": "b", "stay": "c", "down": "a"}


def test_visited_and_chosen_count_the_turn_being_taken() -> None:
    ways = [{"when": "chosen(a.go) and visited(a) and not visited(b)", "to": "b"}, {"to": "c"}]
    played = machine({"a": node(go=choice(ways)), "b": ending(), "c": ending()})
    assert played.advance(played.begin(), "go").node == "b"


def test_a_choice_is_offered_only_while_its_condition_holds() -> None:
    nodes = {
        "a": node(
            warm=choice("a", change={"trust": 1}, once=False),
            ask=choice("b", when="trust >= 3"),
        ),
        "b": ending(),
    }
    played = machine(nodes, TRUST)
    before = played.begin()
    assert offered(played, before) == ["warm"]
    assert offered(played, played.advance(before, "warm")) == ["warm", "ask"]


def test_a_choice_is_not_offered_again_unless_it_says_so() -> None:
    played = machine({"a": node(one=choice("a"), many=choice("a", once=False)), "b": ending()})
    state = played.advance(played.advance(played.begin(), "one"), "many")
    assert offered(played, state) == ["many"]
    with pytest.raises(ChoiceNotOffered):
        played.advance(state, "one")


@pytest.mark.parametrize("wrong", ["", "ask", "b", "nowhere", "a.warm"])
def test_a_choice_not_on_offer_is_refused_with_what_is(wrong: str) -> None:
    played = machine(
        {"a": node(warm=choice("b"), ask=choice("b", when="trust > 9")), "b": ending()}, TRUST
    )
    with pytest.raises(ChoiceNotOffered) as refused:
        played.advance(played.begin(), wrong)
    assert (refused.value.node, refused.value.choice) == ("a", wrong)
    assert refused.value.offered == ("warm",)


def test_nothing_can_be_taken_at_an_ending() -> None:
    played = machine({"a": node(go=choice("b")), "b": ending()})
    state = played.advance(played.begin(), "go")
    with pytest.raises(ChoiceNotOffered) as refused:
        played.advance(state, "go")
    assert refused.value.offered == ()


def test_otherwise_is_followed_where_nothing_is_offered_and_what_is_passed_is_remembered() -> None:
    never = choice("a", when="false")
    nodes = {
        "a": node(go=choice("b")),
        "b": node("c", no=never),
        "c": node("d", no=never),
        "d": ending(),
    }
    played = machine(nodes)
    state = played.advance(played.begin(), "go")
    assert state == State(
        node="d",
        variables={},
        turns=(Turn("a", "go"),),
        visited=frozenset("abcd"),
        passed=("b", "c"),
    )


def test_otherwise_is_not_followed_while_something_is_offered() -> None:
    played = machine({"a": node("b", go=choice("b")), "b": ending()})
    assert played.begin().node == "a"


def test_otherwise_is_followed_from_the_start_too() -> None:
    played = machine({"a": node("b", no=choice("a", when="false")), "b": node(go=choice("b"))})
    begun = played.begin()
    assert (begun.node, begun.passed, begun.turns) == ("b", ("a",), ())
    assert played.advance(begun, "go").passed == ()


def test_otherwise_is_followed_when_the_last_choice_of_a_node_is_used_up() -> None:
    played = machine({"a": node("b", again=choice("a")), "b": ending()})
    state = played.advance(played.begin(), "again")
    assert (state.node, state.passed) == ("b", ("a",))


def test_arriving_by_otherwise_can_open_a_choice_further_on() -> None:
    nodes = {
        "a": node("b", no=choice("a", when="false")),
        "b": node("c", yes=choice("c", when="visited(a)")),
        "c": ending(),
    }
    played = machine(nodes)
    assert offered(played, played.begin()) == ["yes"]


def test_a_circle_of_otherwise_stops_after_as_many_hops_as_there_are_nodes() -> None:
    never = choice("a", when="false")
    played = machine({"a": node("b", no=never), "b": node("a", no=never), "c": ending()})
    begun = played.begin()
    assert begun.passed == ("a", "b", "a")
    assert offered(played, begun) == []


@pytest.mark.parametrize("name", ["state", "node", "otherwise", "to", "trigger", "model"])
def test_no_word_is_special_as_an_id(name: str) -> None:
    words: Authored = {"mentee": "Hello.", "choices": {name: choice("b")}}
    played = machine({name: words, "b": ending()}, start=name)
    assert played.advance(played.begin(), name).node == "b"


def test_replaying_gives_the_state_before_each_turn_and_the_last() -> None:
    played = ScenarioMachine(load(EXAMPLE))
    turns = [
        Turn("opening", "standards"),
        Turn("says-little", "leave-room"),
        Turn("guarded", "promise"),
    ]
    states = [played.begin()]
    for turn in turns:
        states.append(played.advance(states[-1], turn.choice))
    assert played.replay(turns) == tuple(states)
    assert played.replay([]) == (played.begin(),)


@pytest.mark.parametrize(
    "turns",
    [
        [Turn("opening", "shout")],
        [Turn("guarded", "promise")],
        [Turn("opening", "ask-open"), Turn("opening", "ask-open")],
        [Turn("nowhere", "ask-open")],
    ],
)
def test_turns_that_the_scenario_does_not_allow_are_refused(turns: list[Turn]) -> None:
    with pytest.raises(ChoiceNotOffered) as refused:
        ScenarioMachine(load(EXAMPLE)).replay(turns)
    assert refused.value.choice == turns[-1].choice


def test_attempts_that_share_a_machine_do_not_disturb_each_other() -> None:
    played = ScenarioMachine(load(EXAMPLE))
    begun = played.begin()
    kind, strict = played.advance(begun, "ask-open"), played.advance(begun, "standards")
    assert (kind.node, kind.variables["trust"]) == ("guarded", 3)
    assert (strict.node, strict.variables["trust"]) == ("says-little", 1)
    assert played.begin() == begun
    assert played.advance(begun, "ask-open") == kind


# The rules of the page are written down a second time here, for scenarios made at random.

CONDITIONS: Mapping[str, Callable[["Naive"], bool]] = {
    "trust >= 2": lambda now: now.variables["trust"] >= 2,
    "trust == 0": lambda now: now.variables["trust"] == 0,
    "told": lambda now: now.variables["told"] is True,
    "not told": lambda now: now.variables["told"] is False,
    "visited(n1)": lambda now: "n1" in now.reached,
    "not visited(n2) and trust < 3": lambda now: (
        "n2" not in now.reached and now.variables["trust"] < 3
    ),
    "chosen(n0.x)": lambda now: ("n0", "x") in now.turns,
    "false": lambda _: False,
}
VARIABLES: Authored = {"trust": {"start": 1, "min": 0, "max": 3}, "told": False}
NODES = [f"n{number}" for number in range(5)]


class Naive:
    """Plays authored nodes one sentence of the page at a time."""

    def __init__(self, nodes: Authored) -> None:
        self.nodes = nodes
        self.variables: dict[str, Any] = {"trust": 1, "told": False}
        self.turns: list[tuple[str, str]] = []
        self.reached: set[str] = set()
        self.arrive("n0")

    def offered(self) -> list[str]:
        return [
            name
            for name, choice in self.nodes[self.node].get("choices", {}).items()
            if ("when" not in choice or CONDITIONS[choice["when"]](self))
            and (not choice.get("once", True) or (self.node, name) not in self.turns)
        ]

    def take(self, name: str) -> None:
        choice = self.nodes[self.node]["choices"][name]
        for variable, by in choice.get("change", {}).items():
            self.variables[variable] = max(0, min(3, self.variables[variable] + by))
        for variable, value in choice.get("set", {}).items():
            bounded = value if variable == "told" else max(0, min(3, value))
            self.variables[variable] = bounded
        self.turns.append((self.node, name))
        ways = choice["goto"]
        if isinstance(ways, list):
            ways = next(w["to"] for w in ways if "when" not in w or CONDITIONS[w["when"]](self))
        self.arrive(ways)

    def arrive(self, name: str) -> None:
        self.passed: list[str] = []
        for hops in count():
            self.node = name
            self.reached.add(name)
            name = self.nodes[name].get("otherwise", "")
            if not name or self.offered() or hops == len(self.nodes):
                return
            self.passed.append(self.node)


def _some(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Authored]:
    return st.fixed_dictionaries({}, optional=fields)


ids = st.sampled_from(NODES)
whens = st.sampled_from(list(CONDITIONS))
ways = ids | st.builds(
    lambda some, last: [*some, {"to": last}],
    st.lists(st.fixed_dictionaries({"when": whens, "to": ids}), max_size=2),
    ids,
)
choices = st.builds(
    lambda goto, fields: choice(goto, **fields),
    ways,
    _some(
        change=_some(trust=st.integers(-4, 4)),
        set=_some(trust=st.integers(-1, 4), told=st.booleans()),
        when=whens,
        once=st.booleans(),
    ),
)
deciding = st.builds(
    lambda x, others, otherwise: node(otherwise, x=x, **others),
    choices,
    _some(y=choices, z=choices),
    st.none() | ids,
)
all_nodes = st.fixed_dictionaries(
    {name: deciding if name == "n0" else deciding | st.just(ending()) for name in NODES}
)


@given(all_nodes, st.lists(st.sampled_from("xyz"), max_size=12))
def test_any_scenario_plays_as_a_plain_reading_of_the_page_says(
    nodes: Authored, picks: list[str]
) -> None:
    played, naive = machine(nodes, VARIABLES, start="n0"), Naive(nodes)
    state = played.begin()
    for pick in picks:
        assert (state.node, list(state.passed)) == (naive.node, naive.passed)
        assert state.variables == naive.variables
        assert set(state.visited) == naive.reached
        assert [(turn.node, turn.choice) for turn in state.turns] == naive.turns
        assert offered(played, state) == naive.offered()
        if pick in naive.offered():
            naive.take(pick)
            state = played.advance(state, pick)
        else:
            with pytest.raises(ChoiceNotOffered):
                played.advance(state, pick)
    assert played.replay(state.turns)[-1] == state


@given(all_nodes, st.lists(st.sampled_from("xyz"), max_size=12), st.randoms())
def test_the_order_of_nodes_and_choices_in_the_file_changes_nothing(
    nodes: Authored, picks: list[str], random: Any
) -> None:
    def shuffled(mapping: Authored) -> Authored:
        return dict(random.sample(sorted(mapping.items(), key=lambda item: item[0]), len(mapping)))

    reordered = {
        name: {**authored, "choices": shuffled(authored["choices"])}
        if "choices" in authored
        else authored
        for name, authored in shuffled(nodes).items()
    }
    one, other = machine(nodes, VARIABLES, "n0"), machine(reordered, VARIABLES, "n0")
    state, twin = one.begin(), other.begin()
    for pick in picks:
        assert state == twin
        if pick in offered(one, state):
            state, twin = one.advance(state, pick), other.advance(twin, pick)
    assert set(offered(one, state)) == set(offered(other, twin))
