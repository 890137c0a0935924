"""What a learner sees of a turn: words, feedback, numbered choices, and what was said."""

from bot.telegram.buttons import Leave, Resume, StartAgain, Take
from bot.telegram.views.layout import Message, units
from bot.telegram.views.turn import answered, left, prompt
from scenarios.machine import ScenarioMachine
from tests.telegram.authored import choice, ending, machine
from tests.unit.positions import TOKEN, position

_START = (
    "<b>Jo</b>\n<blockquote>Hello.</blockquote>\n<blockquote>I nearly did not come.</blockquote>"
)


def test_the_first_prompt_has_the_mentee_and_the_choices() -> None:
    """Before any turn there is nothing from the coach."""
    place = position(machine())
    first, second = (
        place.machine.scenario.nodes["opening"].choices[c] for c in place.attempt.shown
    )
    (message,) = prompt(place)
    assert message.html == (
        f"{_START}\n\n<b>What do you say?</b>\n1. {first.say}\n\n2. {second.say}"
    )


def test_each_number_is_a_button_for_its_choice() -> None:
    """The buttons stand in one row in the order shown, `Leave` below them."""
    place = position(machine())
    (message,) = prompt(place)
    first, second = place.attempt.shown
    assert message.rows == (
        (("1", Take(TOKEN, 1, first)), ("2", Take(TOKEN, 1, second))),
        (("Leave", Leave(TOKEN)),),
    )


def test_the_next_prompt_says_why_before_it_asks() -> None:
    """Reaction, feedback and thought come before the next choices, under their headings."""
    (message,) = prompt(position(machine(), "ask"))
    assert message.html.startswith(
        "<b>Jo</b>\n<blockquote>Work did.</blockquote>\n\n"
        "<b>Coach</b>\nThe coach on: What kept you?\nJo thought: I hope this is quick.\n\n"
        "<b>What do you say?</b>\n1. "
    )


def test_without_feedback_on_each_turn_only_the_mentee_reacts() -> None:
    """A scenario that holds its feedback back shows none before the ending."""
    (message,) = prompt(position(machine(feedback="end"), "ask"))
    assert "Coach" not in message.html
    assert "thought" not in message.html


def test_an_answered_message_shows_what_was_said_there() -> None:
    """The choices give way to the one taken, and no button stays."""
    place = position(machine(), "tell", "plan")
    assert answered(place, 1) == Message(f"{_START}\n\n<b>You</b>\nSit up.")
    assert answered(place, 2).html.endswith(
        "<b>Coach</b>\nThe coach on: Sit up.\nJo thought: I hope this is quick.\n\n"
        "<b>You</b>\nWhat could you try?"
    )


def test_of_a_long_prompt_the_message_with_the_choices_is_answered() -> None:
    """When a prompt took several messages, what was said stands in the last of them."""
    asked = position(_long("word " * 815, "Yes?"))
    first, last = prompt(asked)
    assert not first.rows
    taken = position(_long("word " * 815, "Yes?"), "c-0")
    assert answered(taken, 1) == Message("<b>You</b>\nYes?")
    assert last.rows


def test_what_was_said_always_fits_into_its_message() -> None:
    """Even a choice as long as a message can be shown as said."""
    said = answered(position(_long("Well?", "x" * 4093), "c-0"), 1)
    assert units(said.html.replace("<b>", "").replace("</b>", "")) <= 4096


def test_a_sensitive_turn_begins_with_a_neutral_line() -> None:
    """With a content note the first line gives nothing away, before the answer and after."""
    sensitive = machine(content_note="Mentions a locked door.")
    (message,) = prompt(position(sensitive, "ask"))
    assert message.html.startswith("Your practice, turn 2.\n\n<b>Jo</b>")
    assert answered(position(sensitive, "ask"), 1).html.startswith("Your practice, turn 1.\n\n")


def test_a_dead_end_offers_a_new_start() -> None:
    """Where nothing is on offer the message says so, with `Start again` and `Leave`."""
    once = {"opening": {"mentee": "Go on.", "choices": {"once": choice("Once.", "opening")}}}
    (message,) = prompt(position(machine(nodes=once), "once"))
    assert "can't go on from here" in message.html
    assert message.rows == ((("Start again", StartAgain(TOKEN)), ("Leave", Leave(TOKEN))),)


def test_leaving_names_the_scenario_and_both_ways_back() -> None:
    """What was left can be resumed or started again."""
    (message,) = left(position(machine(title="<Odd> & even")))
    assert "“&lt;Odd&gt; &amp; even”" in message.html
    assert message.rows == ((("Resume", Resume()), ("Start again", StartAgain(TOKEN))),)


def _long(mentee: str, *says: str) -> ScenarioMachine:
    choices = {f"c-{n}": choice(said, "end", feedback="Well.") for n, said in enumerate(says)}
    return machine(nodes={"opening": {"mentee": mentee, "choices": choices}, "end": ending("Bye.")})
