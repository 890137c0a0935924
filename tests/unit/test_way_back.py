"""The way back to where somebody stood, in another version of a scenario."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from scenarios.checks.search import explore
from scenarios.machine import ScenarioMachine, State, Turn
from scenarios.way_back import way_back
from tests.telegram.authored import Json, choice, ending, machine
from tests.unit.generated import machines

_PICKS = st.lists(st.integers(0, 5), max_size=8)
_HERE = (Turn("opening", "ask"), Turn("hall", "on"))


def _house(**nodes: Json) -> ScenarioMachine:
    """Return a scenario of an opening, a hall and a kitchen, with some nodes written otherwise."""
    plain = {
        "opening": _node(ask=choice("Hm?", "hall"), tell=choice("So.", "hall")),
        "hall": _node(on=choice("On.", "kitchen"), out=choice("Out.", "street")),
        "kitchen": _node(end=choice("Bye.", "street")),
        "street": ending("Bye."),
    }
    return machine("house", {**plain, **nodes})


def _node(**choices: Json) -> Json:
    return {"mentee": "Well?", "choices": choices}


def _play(machine: ScenarioMachine, picks: Sequence[int]) -> State:
    state = machine.begin()
    for pick in picks:
        offered = machine.offered(state)
        if not offered:
            break
        state = machine.advance(state, offered[pick % len(offered)].id)
    return state


def _taken(machine: ScenarioMachine, choices: Sequence[str]) -> State:
    state = machine.begin()
    for each in choices:
        state = machine.advance(state, each)
    return state


@given(machines(), _PICKS)
def test_in_the_same_version_the_way_back_is_the_way_that_was_taken(
    one: ScenarioMachine, picks: list[int]
) -> None:
    """Wherever play has got to, also at an ending, the very same choices lead there."""
    state = _play(one, picks)
    assert way_back(one, state.node, state.turns) == tuple(turn.choice for turn in state.turns)


@given(machines(), machines(), _PICKS)
def test_whatever_was_changed_the_way_back_plays_and_leads_there(
    old: ScenarioMachine, new: ScenarioMachine, picks: list[int]
) -> None:
    """There is a way exactly where some play gets to the node and may go on from it."""
    state = _play(old, picks)
    choices = way_back(new, state.node, state.turns)
    stood_at = {found.node for found in explore(new.scenario).found}
    if choices is not None:
        assert _taken(new, choices).node == state.node
    else:
        node = new.scenario.nodes.get(state.node)
        assert node is None or node.ending is not None or state.node not in stood_at


def test_the_choices_that_still_play_are_kept_and_the_shortest_way_goes_on() -> None:
    """A choice that is gone is gone round, and what was said before it stays."""
    hall = _node(out=choice("Out.", "street"), wait=choice("Wait.", "stairs"))
    stairs = _node(up=choice("Up.", "attic"), back=choice("Back.", "kitchen"))
    attic = _node(down=choice("Down.", "kitchen"))
    new = _house(hall=hall, stairs=stairs, attic=attic)
    assert way_back(new, "kitchen", _HERE) == ("ask", "wait", "back")


def test_choices_that_lead_elsewhere_now_are_gone_on_from() -> None:
    """The same choices still play, so they are kept, and the way goes on from where they end."""
    hall = _node(on=choice("On.", "stairs"), out=choice("Out.", "street"))
    new = _house(hall=hall, stairs=_node(back=choice("Back.", "kitchen")))
    assert way_back(new, "kitchen", _HERE) == ("ask", "on", "back")


def test_a_choice_after_which_the_node_is_out_of_reach_is_not_kept() -> None:
    """As much as can be is kept: the last choice goes when it ends everything now."""
    hall = _node(on=choice("On.", "street"), over=choice("Over.", "kitchen"))
    assert way_back(_house(hall=hall), "kitchen", _HERE) == ("ask", "over")


def test_a_node_that_is_gone_or_out_of_reach_has_no_way_back() -> None:
    """What nobody gets to is as good as gone."""
    assert way_back(_house(), "cellar", _HERE) is None
    hall = _node(out=choice("Out.", "street"))
    assert way_back(_house(hall=hall), "kitchen", _HERE) is None


def test_a_node_that_is_passed_by_is_no_place_to_stand() -> None:
    """Where nothing is on offer play goes on, so nobody can be put there."""
    kitchen = _node(end=choice("Bye.", "street", when="visited(street)"))
    kitchen["otherwise"] = "street"
    assert way_back(_house(kitchen=kitchen), "kitchen", _HERE) is None


def test_an_ending_is_come_to_by_the_same_choices_alone() -> None:
    """Nobody's conversation is ended by choices that they did not make."""
    closed = ending("That is all.")
    assert way_back(_house(kitchen=closed), "kitchen", _HERE) == ("ask", "on")
    hall = _node(over=choice("Over.", "kitchen"))
    assert way_back(_house(kitchen=closed, hall=hall), "kitchen", _HERE) is None


def test_the_search_for_a_way_ends_with_its_budget() -> None:
    """A way that is too far to look for counts as none."""
    hall = _node(over=choice("Over.", "kitchen"))
    assert way_back(_house(hall=hall), "kitchen", _HERE, budget=1) is None
