"""Is what is said a fair and readable choice? Warnings about one node's texts, or all of them.

Finds single-choice, long-choice, uneven-choices, same-text, unused-variable, no-content-note and
hard-to-read.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from scenarios.checks.relevance import conditions_of
from scenarios.document import Fields, Scalar
from scenarios.findings import Report, shown
from scenarios.loading import Draft
from scenarios.reading import grade

LONGEST_CHOICE = 200
"""Characters of a choice that still read well on a phone."""

HARDEST_GRADE: Mapping[int, int] = {1: 8, 2: 9}
"""The highest Flesch-Kincaid grade by level; a higher level has none."""

_SAFEGUARDING = "safeguarding-referral"
_WORDS_FOR_A_GRADE = 8
"""Fewer words than this say little about how hard they are to read."""


def check_wording(draft: Draft, report: Report) -> None:
    """Report whatever in the wording of a scenario may need another look."""
    for name, node in draft.root.map("nodes").maps():
        _check_choices(name, node.map("choices"), report)
    _check_variables(draft, report)
    _check_content_note(draft.root, report)
    _check_reading(draft, report)


def _check_choices(name: Scalar, choices: Fields, report: Report) -> None:
    warn = partial(report.warning, node=name.text)
    says = [(key.text, said) for key, choice in choices.maps() if (said := choice.scalar("say"))]
    if len(says) == 1:
        message = f"There is nothing to decide at {shown(name.text)}: it has one choice."
        warn("single-choice", name, message, hint="Add another that a kind, busy mentor might say.")
    first_with: dict[str, str] = {}
    for choice, say in says:
        length = len(say.text.strip())
        if length > LONGEST_CHOICE:
            message = (
                f"{shown(choice)} is {length} characters long; {LONGEST_CHOICE} read well on a "
                "phone."
            )
            warn("long-choice", say, message, hint="Shorten it.")
        same = first_with.setdefault(" ".join(say.text.casefold().split()), choice)
        if same != choice:
            message = f"{shown(choice)} says the same as {shown(same)}."
            warn("same-text", say, message, hint="Reword one of them, or delete it.")
    lengths = {choice: len(say.text.strip()) for choice, say in says}
    if says and max(lengths.values()) > 2 * min(lengths.values()):
        longest = max(lengths, key=lengths.__getitem__)
        shortest = min(lengths, key=lengths.__getitem__)
        message = (
            f"At {shown(name.text)}, {shown(longest)} ({lengths[longest]} characters) is more than "
            f"twice as long as {shown(shortest)} ({lengths[shortest]})."
        )
        warn("uneven-choices", name, message, hint="Bring their lengths nearer to each other.")


def _check_variables(draft: Draft, report: Report) -> None:
    read = {
        name
        for node in draft.scenario.nodes.values()
        for condition in conditions_of(node)
        for name in condition.variables
    }
    for name, (key, _) in draft.root.map("variables").entries.items():
        if name not in read:
            message = f"No condition asks about {shown(name)}, so it changes nothing."
            report.warning(
                "unused-variable", key, message, hint="Ask about it in a `when`, or delete it."
            )


def _check_content_note(root: Fields, report: Report) -> None:
    if root.text("content_note"):
        return
    for name, node in root.map("nodes").maps():
        for _, choice in node.map("choices").maps():
            awarded = choice.map("awards").entries.get(_SAFEGUARDING)
            failed = [
                value
                for value in choice.several("fails")
                if isinstance(value, Scalar) and value.text == _SAFEGUARDING
            ]
            if awarded or failed:
                at = awarded.key if awarded else failed[0]
                message = "This is about someone at risk, and learners are not told beforehand."
                hint = "Add `content_note` at the top: a line on what comes up."
                report.warning("no-content-note", at, message, name.text, hint)
                return


class _Said(NamedTuple):
    """Something that the mentee or a choice says, and where."""

    node: str
    at: Scalar

    def sentences(self) -> str:
        """Return the text with a stop at its end, for a text may do without one."""
        text = self.at.text.strip()
        return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _check_reading(draft: Draft, report: Report) -> None:
    most = HARDEST_GRADE.get(draft.scenario.level or 0)
    said = list(_said(draft.root))
    if most is None or not said:
        return
    whole = grade("\n".join(one.sentences() for one in said))
    if whole <= most:
        return
    telling = [one for one in said if len(one.at.text.split()) >= _WORDS_FOR_A_GRADE] or said
    hardest = max(telling, key=lambda one: grade(one.sentences()))
    level = draft.scenario.level
    message = (
        f"What is said reads at grade {whole:.1f}; {most} is the most at level {level}. "
        f"This is the hardest of it (grade {grade(hardest.sentences()):.1f})."
    )
    hint = "Use shorter sentences and everyday words, here and elsewhere."
    report.warning("hard-to-read", hardest.at, message, hardest.node, hint)


def _said(root: Fields) -> Iterator[_Said]:
    for name, node in root.map("nodes").maps():
        for bubble in node.several("mentee"):
            if isinstance(bubble, Scalar):
                yield _Said(name.text, bubble)
        for _, choice in node.map("choices").maps():
            if say := choice.scalar("say"):
                yield _Said(name.text, say)
