"""A graph in DOT, the language of Graphviz."""

from collections.abc import Iterator

from scenarios.graph import Arrow, Box, Graph, line
from scenarios.model import Outcome

_SHAPES = {
    None: "shape=box",
    Outcome.EFFECTIVE: 'shape=box, style="rounded,filled", peripheries=2, fillcolor="#dff2e1"',
    Outcome.ACCEPTABLE: 'shape=box, style="rounded,filled", fillcolor="#e3eefb"',
    Outcome.INEFFECTIVE: 'shape=hexagon, style=filled, fillcolor="#fdf0d5"',
    Outcome.UNSAFE: 'shape=doubleoctagon, style=filled, fillcolor="#fbe3e4"',
}


def dot(graph: Graph) -> str:
    """Return the graph in DOT."""
    return "\n".join([*_lines(graph), ""])


def _lines(graph: Graph) -> Iterator[str]:
    yield f"digraph {_quoted(graph.id)} {{"
    yield f"  graph [label={_quoted(graph.title)}, labelloc=t, rankdir=TB];"
    yield '  node [fontname="Roboto, Arial"];'
    yield '  edge [fontname="Roboto, Arial", fontsize=10];'
    for box in graph.boxes.values():
        if box.reached:
            yield f"  {_box(box)}"
    loose = [box for box in graph.boxes.values() if not box.reached]
    if loose:
        yield "  subgraph cluster_loose {"
        yield '    label="Nobody gets to these"; style=dashed;'
        yield from (f"    {_box(box)}" for box in loose)
        yield "  }"
    for arrow in graph.arrows:
        yield f"  {_arrow(arrow)}"
    yield "}"


def _box(box: Box) -> str:
    thick = ", penwidth=3" if box.marked else ""
    label = _quoted(box.heading, box.words)
    return f"{_quoted(box.id)} [label={label}, {_SHAPES[box.outcome]}{thick}];"


def _arrow(arrow: Arrow) -> str:
    thick = ", penwidth=3" if arrow.turns else ""
    ends = f"{_quoted(arrow.source)} -> {_quoted(arrow.to)}"
    return f"{ends} [label={_quoted(arrow.label)}{thick}];"


def _quoted(*lines: str) -> str:
    """Return lines as one quoted text, in which Graphviz finds nothing but letters."""
    escaped = (
        # Graphviz reads `\\` as an escape and `&...;` as a letter, also between quotes.
        line(each, 600).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
        for each in lines
    )
    return '"' + "\\n".join(escaped) + '"'
