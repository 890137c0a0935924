"""Can the marks of a scenario be earned, and only by choosing well?

Finds unearnable-marks, cannot-achieve, always-achieved, compensable-point, unfair-route,
no-distractor and telling-length.
"""

from collections.abc import Iterator

from scenarios.checks.reachability import way
from scenarios.document import Fields, Scalar
from scenarios.findings import Place, Report, shown
from scenarios.loading import Draft
from scenarios.model import Node
from scoring.appraisal import Appraisal
from scoring.ranking import best_of, rank

_FEWEST_TO_TELL = 6
"""Deciding nodes from which on it can be told that length gives the answer away."""

_MOST_TOLD = 0.4


def check_fairness(draft: Draft, appraisal: Appraisal, report: Report) -> None:
    """Report marks that can't be had, or can be had without choosing well.

    Of what would need every path to have been tried, nothing is said when they were not.
    """
    _check_earnable(draft, appraisal, report)
    if appraisal.best is not None:
        _check_achieving(draft, appraisal, report)
    _check_points(draft, appraisal, report)
    _check_distractors(draft, report)
    _check_lengths(draft, report)


def _points(root: Fields) -> Iterator[tuple[Scalar, Fields]]:
    return root.map("marking_points").maps()


def _check_earnable(draft: Draft, appraisal: Appraisal, report: Report) -> None:
    awarded = {
        point
        for node in draft.scenario.nodes.values()
        for choice in node.choices.values()
        for point in choice.awards
    }
    can_tell = appraisal.complete and appraisal.best is not None
    for key, point in _points(draft.root):
        most, earned = draft.scenario.marking_points[key.text].max, appraisal.earnable[key.text]
        at = point.get("max") or key
        if key.text not in awarded:
            message = f"No choice awards {shown(key.text)}."
            hint = "Award it where the mentor can show it, or take it out of `marking_points`."
            report.error("unearnable-marks", at, message, hint=hint)
        elif can_tell and earned < most:
            message = f"No path earns {most} of {shown(key.text)}; {earned} is the most."
            hint = f"Award more on one path, or set its `max` to {earned}."
            if earned == 0:
                hint = "Award it on a path that leads to an ending."
            report.error("unearnable-marks", at, message, hint=hint)


def _check_achieving(draft: Draft, appraisal: Appraisal, report: Report) -> None:
    if not appraisal.complete:
        return
    at = draft.root.get("pass_mark") or draft.root.entries["marking_points"].key
    pass_mark = draft.scenario.pass_mark
    if appraisal.achieving is None and appraisal.best is not None:
        message = (
            f"No path reaches the standard of {pass_mark}%, with every critical point shown and "
            f"an ending that is effective or acceptable. The best comes to "
            f"{appraisal.best.percent}%, {way(appraisal.best.choices)}."
        )
        hint = "Award more, lower `pass_mark`, or let a good path lead to a good ending."
        report.error("cannot-achieve", at, message, hint=hint)
    elif appraisal.missing is None and appraisal.worst is not None:
        message = (
            f"Every path reaches the standard of {pass_mark}%. The worst comes to "
            f"{appraisal.worst.percent}%, {way(appraisal.worst.choices)}."
        )
        hint = "Raise `pass_mark`, or let weaker choices earn less."
        report.warning("always-achieved", at, message, hint=hint)


def _check_points(draft: Draft, appraisal: Appraisal, report: Report) -> None:
    for key, _ in _points(draft.root):
        if appraisal.complete and appraisal.earnable[key.text] == 0:
            continue  # that nobody can earn any of it has been said
        if path := appraisal.compensable.get(key.text):
            message = (
                f"The standard can be reached without any of {shown(key.text)}, "
                f"{way(path.choices)} ({path.percent}%)."
            )
            hint = "Raise `pass_mark`, or make the point `critical` if nothing makes up for it."
            report.warning("compensable-point", key, message, hint=hint)
        if (unoffered := appraisal.unfair.get(key.text)) is not None:
            message = (
                f"An effective ending is reached with {shown(key.text)} never on offer, "
                f"{way(unoffered)}."
            )
            hint = "Offer it on that way too, or let that way end as acceptable."
            report.warning("unfair-route", key, message, hint=hint)


def _check_distractors(draft: Draft, report: Report) -> None:
    for key, node in _deciding(draft):
        if len({rank(choice) for choice in node.choices.values()}) == 1:
            message = f"All choices of {shown(node.id)} rank alike, so none is better."
            hint = "Award marks for the best, or name the `mistake` that one shows."
            report.warning("no-distractor", key, message, node.id, hint)


def _check_lengths(draft: Draft, report: Report) -> None:
    deciding = [node for _, node in _deciding(draft)]
    telling = [node.id for node in deciding if _best_is_longest(node)]
    if len(deciding) >= _FEWEST_TO_TELL and len(telling) > _MOST_TOLD * len(deciding):
        at: Place = draft.root.entries["nodes"].key
        names = ", ".join(shown(name) for name in telling)
        message = (
            f"The best choice is the longest at {len(telling)} of {len(deciding)} nodes: {names}."
        )
        hint = "Shorten some of the best choices, or lengthen others there."
        report.warning("telling-length", at, message, hint=hint)


def _best_is_longest(node: Node) -> bool:
    best = best_of(node)
    longest = max(len(choice.say) for choice in node.choices.values())
    return len(best) < len(node.choices) and longest in {len(choice.say) for choice in best}


def _deciding(draft: Draft) -> Iterator[tuple[Scalar, Node]]:
    """Yield the nodes at which there is something to decide, each with its key."""
    for key, _ in draft.root.map("nodes").maps():
        node = draft.scenario.nodes[key.text]
        if len(node.choices) > 1:
            yield key, node
