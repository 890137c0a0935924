"""How a role-play looks in a terminal: bubbles where there is room for them, else plain lines."""

from collections.abc import Iterable
from typing import Self

from rich.align import Align, AlignMethod
from rich.console import Console, RenderableType
from rich.constrain import Constrain
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from scenarios.machine import State
from scenarios.model import Scenario
from scoring.feedback import PointLine, Report, TurnFeedback

_BUBBLE_WIDTH = 62
_ROOM_FOR_BUBBLES = 50
_WAY_OUT = "You can leave at any time: type q."


class Screen:
    """Shows the parts of a play on a console.

    Who speaks is always said in words; boxes, sides and colours only help the eye. Boxes are left
    out when the output is not a terminal or is too narrow.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._boxes = (
            console.is_terminal
            and not console.is_dumb_terminal
            and console.width >= _ROOM_FOR_BUBBLES
        )

    @classmethod
    def on_output(cls) -> Self:
        """Return a screen on the standard output."""
        return cls(Console(highlight=False))

    def briefing(self, scenario: Scenario) -> None:
        """Show what the role-play is about, and the content note if it has one."""
        self._title(scenario.title)
        self.note(facts(scenario))
        self._section("Your part", scenario.briefing)
        self._section(f"Your mentee: {scenario.mentee.name}", scenario.mentee.about)
        if scenario.content_note:
            self._section("Before you start", f"{scenario.content_note} {_WAY_OUT}")

    def arrival(self, scenario: Scenario, state: State) -> None:
        """Show what happens and what is said on the way to `state` and there."""
        for name in (*state.passed, state.node):
            node = scenario.nodes[name]
            if node.scene is not None:
                self.note(node.scene)
            for bubble in node.mentee:
                self._bubble(node.speaker or scenario.mentee.name, bubble, "cyan")
        self._console.print()

    def said(self, words: str) -> None:
        """Show what the learner said."""
        self._bubble("You", words, "green", "right")
        self._console.print()

    def feedback(self, feedback: TurnFeedback, *, with_words: bool) -> None:
        """Show the coach's word on a turn; `with_words` also what was said there."""
        if with_words:
            self.note(f"Turn {feedback.turn}. You said: {feedback.said}")
        self._line("Coach", feedback.feedback)
        if feedback.thought:
            self._line(f"{feedback.mentee} thought", feedback.thought)
        self._console.print()

    def numbered(self, items: Iterable[str]) -> None:
        """Show a list to choose from, numbered from 1."""
        grid = Table.grid(padding=(0, 1))
        for number, item in enumerate(items, start=1):
            grid.add_row(Text(f"{number}.", "bold"), Text(item))
        self._show(grid)

    def note(self, words: str) -> None:
        """Show a line of the program's own, if there is one."""
        if words:
            self._show(Text(words))

    def ask(self, prompt: str) -> str:
        """Ask for a line. Raises EOFError at the end of the input."""
        try:
            return self._console.input(Text(f"{prompt} ", "bold")).strip()
        finally:
            self._console.print()

    def report(self, report: Report) -> None:
        """Show the report on a finished attempt."""
        self._title("Your result")
        self.note(report.ending.debrief)
        self._section(f"{report.verdict}: {report.marks.percent}%", _standard(report))
        self._heading("What you showed")
        for line in report.points:
            self._point(line)
        if report.corrections:
            self._heading("Worth putting right")
        for mistake in report.corrections:
            self.note(f"Turn {mistake.turn}. You said: {mistake.said}\n{mistake.text}")
        if moment := report.moment:
            said = f"Turn {moment.turn}. You said: {moment.said}"
            self._section("The moment that mattered", f"{said}\n{moment.why} {moment.feedback}")
        if step := report.next_step:
            words = step.idea
            if step.turn is not None:
                said = f"At turn {step.turn} you said: {step.said}"
                words = f"{said}\nNext time, aim for this: {step.idea}"
            self._section(f"One thing to try next: {step.title}", words)

    def _point(self, line: PointLine) -> None:
        result = line.result
        words = f"{line.title}: {line.words} ({result.marks} of {result.max})"
        if line.said is not None:
            words += f"\nTurn {result.decided_at}. You said: {line.said}"
        self.note(words)

    def _title(self, words: str) -> None:
        title = Text(words, "bold")
        self._show(Rule(title) if self._boxes else title)

    def _section(self, heading: str, words: str) -> None:
        self._heading(heading)
        self.note(words)

    def _heading(self, words: str) -> None:
        self._console.print(Text(words, "bold"))

    def _bubble(self, speaker: str, words: str, colour: str, side: AlignMethod = "left") -> None:
        if not self._boxes:
            self._line(speaker, words)
            return
        panel = Panel(
            Text(words),
            title=Text(speaker),
            title_align="left",
            border_style=colour,
            expand=False,
        )
        width = min(_BUBBLE_WIDTH, self._console.width - 8)
        self._console.print(Align(Constrain(panel, width), side))

    def _line(self, who: str, words: str) -> None:
        self._console.print(Text.assemble(Text(f"{who}: ", "bold"), Text(words)))

    def _show(self, what: RenderableType) -> None:
        self._console.print(what)
        self._console.print()


def facts(scenario: Scenario) -> str:
    """Return the level and the length of a scenario, as far as they are stated."""
    level = f"Level {scenario.level}" if scenario.level else ""
    minutes = "a minute" if scenario.minutes == 1 else f"{scenario.minutes} minutes"
    return ", ".join(fact for fact in (level, scenario.minutes and f"about {minutes}") if fact)


def _standard(report: Report) -> str:
    asked = f"The standard here is {report.pass_mark}%."
    return " ".join((asked, *report.still_needed))
