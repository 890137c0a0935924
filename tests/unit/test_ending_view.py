"""The end of an attempt as it is read: last words, the report, and what to do next."""

from dataclasses import replace

from bot.telegram.buttons import LookBack, Next, OtherWays, PlayAgain
from bot.telegram.views.ending import last_words, result
from scenarios.machine import ScenarioMachine
from scoring.feedback import Report, Suggestion, report
from tests.telegram.authored import ending, machine
from tests.unit.authored import catalogue
from tests.unit.positions import TOKEN, position


def test_last_words_end_with_what_to_make_of_them() -> None:
    """The mentee speaks, the coach comments on the last turn, then comes the debrief."""
    assert _last_words(machine(), "ask", "order") == (
        "<b>Jo</b>\n<blockquote>Bye, then.</blockquote>\n\n"
        "<b>Coach</b>\nThe coach on: Quit.\n\n"
        "<b>How it ended</b>\nJo left early."
    )


def test_feedback_held_back_comes_with_turn_and_words_said() -> None:
    """At the end each turn's feedback is told with what was said there, in order."""
    assert (
        "<b>Coach</b>\nTurn 1. You said: What kept you?\nThe coach on: What kept you?\n"
        "Jo thought: I hope this is quick.\n\n"
        "Turn 2. You said: Quit.\nThe coach on: Quit.\n\n"
        "<b>How it ended</b>" in _last_words(machine(feedback="end"), "ask", "order")
    )


def test_a_report_of_an_achieved_attempt() -> None:
    """All shown, nothing to put right, and what helped most."""
    assert _result(machine(), None, "ask", "plan") == (
        "<b>The short one</b>\nScenario standard reached: 100%. The standard here is 70%.\n\n"
        "<b>What you showed</b>\nActive listening: Shown (turn 1)\n"
        "Empowering the mentee: Shown (turn 2)\n\n"
        "<b>The moment that mattered</b>\nTurn 1. You said: What kept you?\n"
        "The coach on: What kept you?\nThis did most to show Active listening.\n\n"
        "You have tried everything here. Play again to look for a stronger way through."
    )


def test_a_slip_is_told_with_its_turn_and_the_one_that_decided() -> None:
    """A point shown all the same names both turns; the mistake is put right once."""
    told = _result(machine(), None, "tell", "plan")
    assert "Empowering the mentee: Shown, with a slip at turn 1 (decided at turn 2)" in told
    assert told.count("Guide with a question") == 1


def test_what_never_came_up_names_no_turn() -> None:
    """A point that was on offer nowhere is told as such."""
    points = {"active-listening": {"max": 2}, "empowerment": {"max": 1}, "boundaries": {"max": 1}}
    assert "\nBoundaries: Did not come up\n" in _result(
        machine(marking_points=points), None, "ask", "order"
    )


def test_what_the_standard_still_asks_for_is_said_beside_the_per_cent() -> None:
    """Enough marks with a bad ending do not reach the standard, and the report says why."""
    told = _result(machine(pass_mark=50), None, "ask", "order")
    assert (
        "Not yet reached: 67%. The standard here is 50%.\n"
        "It also asks for a better ending for your mentee." in told
    )


def test_the_suggestion_says_why() -> None:
    """A scenario for the weakest point names the point; another is only named."""
    other = machine("other").scenario
    weak = Suggestion(other, "empowerment")
    told = _result(machine(), weak, "ask", "order")
    assert told.endswith(
        "A good next practice is “The other one”. It gives you a chance at: Empowering the mentee."
    )
    told = _result(machine(), Suggestion(other, None), "ask", "plan")
    assert told.endswith("A good next practice is “The other one”.")


def test_next_stands_only_where_there_is_one() -> None:
    """Without a suggestion `Play again` stands alone; looking back and other ways always stand."""
    place = position(machine(), "ask", "plan")
    for suggestion in (None, Suggestion(machine("other").scenario, None)):
        (message,) = result(place, _report(machine(), "ask", "plan"), suggestion, catalogue())
        again = ("Play again", PlayAgain(TOKEN))
        on = ("Next", Next(TOKEN))
        assert message.rows == (
            (again, on) if suggestion else (again,),
            (("Look back", LookBack(TOKEN)),),
            (("Try another way from here", OtherWays(TOKEN)),),
        )


def test_without_a_turn_there_is_no_other_way() -> None:
    """A conversation that was over at once can be looked back on, and has nothing to change."""
    over = machine(nodes={"opening": ending("Bye.")})
    (message,) = result(position(over), _report(over), None, catalogue())
    labels = [label for row in message.rows for label, _ in row]
    assert labels == ["Play again", "Look back"]


def test_the_result_of_another_way_never_stands_without_its_mark() -> None:
    """It says from which turn, both per cents and that nothing changed, before anything else."""
    place = position(machine(), "ask", "plan")
    replay = replace(place, attempt=replace(place.attempt, replays=1, replay_from=2))
    (message,) = result(replay, _report(machine(), "ask", "plan"), None, catalogue(), first=67)
    assert message.html.startswith(
        "<b>The short one</b>\nAnother way, from turn 2. First time: 67%. This way: 100%. "
        "Your recorded attempt has not changed.\nScenario standard reached: 100%."
    )


def test_a_sensitive_ending_begins_neutrally_twice() -> None:
    """Neither the last words nor the report begin with what a locked phone should not show."""
    sensitive = machine(content_note="Mentions a locked door.")
    assert _last_words(sensitive, "ask", "plan").startswith("Your practice, turn 2.\n\n")
    assert _result(sensitive, None, "ask", "plan").startswith("Your practice, the result.\n\n")


def _last_words(played: ScenarioMachine, *choices: str) -> str:
    (message,) = last_words(position(played, *choices), _report(played, *choices))
    return message.html


def _result(played: ScenarioMachine, suggestion: Suggestion | None, *choices: str) -> str:
    told = _report(played, *choices)
    (message,) = result(position(played, *choices), told, suggestion, catalogue())
    return message.html


def _report(played: ScenarioMachine, *choices: str) -> Report:
    return report(played, position(played, *choices).turns, catalogue())
