"""Which of the choices of a node is the best, by what its author gave it."""

from scenarios.model import Choice, Node


def rank(choice: Choice) -> tuple[bool, bool, int]:
    """Return how good a choice is; the higher ranks better.

    By whether it fails nothing, then whether it shows no mistake, then by the marks it awards.
    """
    return not choice.fails, not choice.mistakes, sum(choice.awards.values())


def best_of(node: Node) -> tuple[Choice, ...]:
    """Return the choices of a node that no other outranks."""
    top = max(rank(choice) for choice in node.choices.values())
    return tuple(choice for choice in node.choices.values() if rank(choice) == top)
