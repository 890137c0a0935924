"""A graph in Mermaid, which GitHub, GitLab and many editors show as a picture."""

import json
import re
from collections.abc import Iterable, Iterator

from scenarios.graph import Box, Graph, line
from scenarios.model import Outcome

_UNSAFE = re.compile(r"[^\w .,:'?!()/-]", re.ASCII)
_UNSAFE_IN_TITLE = re.compile("[%`#]")
_NO_MARKUP = str.maketrans({"&": "and", "<": "‹", ">": "›"})
"""In a title, Mermaid takes these for HTML whichever way they are written."""
_SHAPES = {
    None: ("[", "]"),
    Outcome.EFFECTIVE: ("([", "])"),
    Outcome.ACCEPTABLE: ("(", ")"),
    Outcome.INEFFECTIVE: ("{{", "}}"),
    Outcome.UNSAFE: ("[[", "]]"),
}
_COLOURS = {
    Outcome.EFFECTIVE: "fill:#dff2e1,stroke:#1b5e20,color:#111",
    Outcome.ACCEPTABLE: "fill:#e3eefb,stroke:#0d47a1,color:#111",
    Outcome.INEFFECTIVE: "fill:#fdf0d5,stroke:#8a4b00,color:#111",
    Outcome.UNSAFE: "fill:#fbe3e4,stroke:#a11212,color:#111,stroke-width:2px",
}


def mermaid(graph: Graph) -> str:
    """Return the graph as a Mermaid flowchart."""
    names = {box: f"n{number}" for number, box in enumerate(graph.boxes)}
    return "\n".join([*_lines(graph, names), ""])


def _lines(graph: Graph, names: dict[str, str]) -> Iterator[str]:
    title = json.dumps(line(graph.title, 200).translate(_NO_MARKUP), ensure_ascii=False)
    yield from ("---", f"title: {_UNSAFE_IN_TITLE.sub(_as_unicode, title)}", "---", "flowchart TD")
    for box in graph.boxes.values():
        if box.reached:
            yield f"  {_box(box, names[box.id])}"
    loose = [box for box in graph.boxes.values() if not box.reached]
    if loose:
        yield '  subgraph loose["Nobody gets to these"]'
        yield from (f"    {_box(box, names[box.id])}" for box in loose)
        yield "  end"
    for arrow in graph.arrows:
        head = "==>" if arrow.turns else "-->"
        yield f'  {names[arrow.source]} {head}|"{_text(arrow.label)}"| {names[arrow.to]}'
    for outcome, colours in _COLOURS.items():
        yield from _class(outcome, colours, graph.boxes.values(), names)
    marked = [names[box.id] for box in graph.boxes.values() if box.marked]
    if marked:
        yield "  classDef marked stroke-width:4px"
        yield f"  class {','.join(marked)} marked"


def _box(box: Box, name: str) -> str:
    opens, closes = _SHAPES[box.outcome]
    return f'{name}{opens}"{_text(box.heading)}<br/>{_text(box.words)}"{closes}'


def _class(
    outcome: Outcome, colours: str, boxes: Iterable[Box], names: dict[str, str]
) -> Iterator[str]:
    members = [names[box.id] for box in boxes if box.outcome is outcome]
    if members:
        yield f"  classDef {outcome} {colours}"
        yield f"  class {','.join(members)} {outcome}"


def _text(text: str) -> str:
    """Write every letter that could mean something to Mermaid or to HTML by its number."""
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", line(text, 600))


def _as_unicode(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
