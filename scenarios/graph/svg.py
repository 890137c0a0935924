"""A graph as a picture in SVG."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from xml.sax.saxutils import escape

from scenarios.graph import Arrow, Box, Graph, line
from scenarios.graph.layers import Ends, Layout, Point, Size, lay_out
from scenarios.model import Outcome

_MARGIN = 24.0
_FONT = "Roboto, Arial, Helvetica, sans-serif"
_TITLE, _HEADING, _WORDS, _LABEL = 20.0, 13.0, 11.5, 11.0
_LINE = 1.3
_PADDING = 10.0
_BOX_LETTERS, _LABEL_LETTERS, _LABEL_LINES = 32, 30, 6
_INK, _FAINT, _MARK = "#1c1c1c", "#5f6368", "#0b57d0"
_NOW, _NOW_HERE, _HALO = "#8e24aa", "now here", 5.0
_PLAIN = f'fill="{_INK}"'
_FILLS = {
    None: "#ffffff",
    Outcome.EFFECTIVE: "#dff2e1",
    Outcome.ACCEPTABLE: "#e3eefb",
    Outcome.INEFFECTIVE: "#fdf0d5",
    Outcome.UNSAFE: "#fbe3e4",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW, _WIDE = frozenset(" .,:;'!|()[]ijltfrI-"), frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines of writing of one size; `bold` are how many of the first are bold."""

    lines: tuple[str, ...]
    size: float
    bold: int = 0

    @property
    def width(self) -> float:
        """How wide the longest line is."""
        widths = (_width(each, self.size, number < self.bold) for number, each in self._numbered())
        return max(widths, default=0.0)

    @property
    def height(self) -> float:
        """How high all lines are together."""
        return len(self.lines) * self.size * _LINE

    def drawn(self, x: float, top: float, colour: str = _INK) -> Iterator[str]:
        """Yield the lines, each around `x`; the bold ones in a colour."""
        for number, each in self._numbered():
            y = top + (number + 0.78) * self.size * _LINE
            style = f'fill="{colour}" font-weight="bold"' if number < self.bold else _PLAIN
            yield (
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{self.size:g}"'
                f' text-anchor="middle" {style}>{_xml(each)}</text>'
            )

    def _numbered(self) -> Iterable[tuple[int, str]]:
        return enumerate(self.lines)


def svg(graph: Graph, lit: str | None = None) -> str:
    """Return the graph as an SVG picture, with the node `lit` shown as where play is now."""
    return Picture(graph).drawn(lit)


class Picture:
    """A graph with the room that everything in it takes; it can be drawn again and again."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._notes = _notes(graph)
        self._labels = _labels(graph)
        boxes = graph.boxes
        self._loops = {source: text for (source, to), text in self._labels.items() if source == to}
        self._texts = {name: self._text(box) for name, box in boxes.items()}
        self._sizes = {name: self._size(box) for name, box in boxes.items()}
        self._main = self._laid_out([name for name, box in boxes.items() if box.reached])
        self._loose = self._laid_out([name for name, box in boxes.items() if not box.reached])

    def drawn(self, lit: str | None = None) -> str:
        """Return the picture as SVG, with `lit` as in `svg`; a node that is not there lights none.

        The group of that node has the class `lit`.
        """
        title = _Text((line(self._graph.title, 90),), _TITLE, bold=1)
        notes = _Text(self._notes, _WORDS)
        apart = _Text(("Nobody gets to these",), _HEADING, bold=1)
        frame = self._loose.height + apart.height + 4 * _PADDING if self._loose.boxes else 0.0
        inner = max(
            self._main.width, self._loose.width + 4 * _PADDING, title.width, notes.width, 200.0
        )
        width = inner + 2 * _MARGIN
        top = _MARGIN + title.height + notes.height + 2 * _PADDING
        height = top + self._main.height + (frame + _MARGIN if frame else 0.0) + _MARGIN
        middle = width / 2
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
            f' viewBox="0 0 {width:.0f} {height:.0f}" role="img" font-family="{_FONT}">',
            f"<title>{_xml(line(self._graph.title, 600))}</title>",
            f"<desc>{_xml(_described(self._graph, lit))}</desc>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *title.drawn(middle, _MARGIN),
            *notes.drawn(middle, _MARGIN + title.height + _PADDING / 2),
            *self._part(self._main, (middle - self._main.width / 2, top), lit),
        ]
        if frame:
            y = top + self._main.height + _MARGIN
            parts += [
                f'<rect x="{_MARGIN:.1f}" y="{y:.1f}" width="{inner:.1f}" height="{frame:.1f}"'
                f' fill="none" stroke="{_FAINT}" stroke-dasharray="6 5"/>',
                *apart.drawn(middle, y + _PADDING),
            ]
            y += apart.height + 2 * _PADDING
            parts += self._part(self._loose, (middle - self._loose.width / 2, y), lit)
        return "\n".join([*parts, "</svg>", ""])

    def _text(self, box: Box) -> _Text:
        heading = [box.id]
        if box.outcome is not None:
            heading.append(f"Ending: {box.outcome}")
        elif box.start:
            heading.append("Start")
        words = wrap(box.words, _BOX_LETTERS)
        ways = () if box.reached else self._ways_out(box)
        return _Text((*heading, *words, *ways), _WORDS, bold=len(heading))

    def _ways_out(self, box: Box) -> Iterator[str]:
        """Yield where a box that nobody gets to leads among those that play does get to."""
        for arrow in self._graph.arrows:
            if arrow.source == box.id and self._graph.boxes[arrow.to].reached:
                yield line(f"{arrow.choice or arrow.label}: to {arrow.to}")

    def _size(self, box: Box) -> Size:
        text = self._texts[box.id]
        sides = 44 if box.outcome in _CORNERED else 24
        loop = self._loops.get(box.id)
        # The way back to itself is drawn at the right side; the left side makes up for it.
        beside = 0.0 if loop is None else 2 * (loop.width + 34)
        return text.width + sides + beside, max(text.height, _tall(loop)) + 2 * _PADDING

    def _laid_out(self, names: Sequence[str]) -> Layout:
        here = set(names)
        labels = {
            ends: (text.width + 8, text.height + 4)
            for ends, text in self._labels.items()
            if ends[0] != ends[1] and here.issuperset(ends)
        }
        return lay_out({name: self._sizes[name] for name in names}, labels)

    def _part(self, layout: Layout, at: Point, lit: str | None) -> Iterator[str]:
        """Yield the drawing of a layout whose top left corner stands at a point."""
        yield f'<g transform="translate({at[0]:.1f} {at[1]:.1f})">'
        marked = {(one.source, one.to) for one in self._graph.arrows if one.turns}
        for ends in sorted(layout.routes, key=lambda ends: ends in marked):
            yield from _arrow(layout.routes[ends], ends in marked)
        for ends, (x, y) in layout.labels.items():
            yield from _label(self._labels[ends], x, y)
        for name, middle in layout.boxes.items():
            box = self._graph.boxes[name]
            yield from self._box(box, middle, (name, name) in marked, name == lit)
        yield "</g>"

    def _box(self, box: Box, middle: Point, marked: bool, lit: bool) -> Iterator[str]:
        x, y = middle
        width, height = self._sizes[box.id]
        text, loop = self._texts[box.id], self._loops.get(box.id)
        if loop is not None:
            width -= 2 * (loop.width + 34)
            yield from _loop(loop, (x + width / 2, y), marked)
        if lit:
            yield f'<g class="lit"><title>{_NOW_HERE}</title>{_halo(middle, (width, height))}'
        yield from _shape(box, (x, y), (width, height))
        yield from text.drawn(x, y - text.height / 2)
        if lit:
            yield "</g>"


_CORNERED = {Outcome.INEFFECTIVE, Outcome.UNSAFE}


def _halo(middle: Point, size: Size) -> str:
    """Return a frame around a box, which stands out also for those who don't see its colour."""
    (x, y), (width, height) = middle, (size[0] + 2 * _HALO, size[1] + 2 * _HALO)
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}" rx="{2 * _HALO:g}" fill="none" stroke="{_NOW}" stroke-width="4"/>'
    )


def _shape(box: Box, middle: Point, size: Size) -> Iterator[str]:
    """Yield the outline: each outcome has its own, so that colour alone tells nothing."""
    (x, y), (width, height) = middle, size
    stroke = f'stroke="{_MARK}" stroke-width="3"' if box.marked else f'stroke="{_INK}"'
    style = f'fill="{_FILLS[box.outcome]}" {stroke}'
    twice = box.outcome in {Outcome.EFFECTIVE, Outcome.UNSAFE}
    for inset in (0.0, 4.0) if twice else (0.0,):
        w, h = width / 2 - inset, height / 2 - inset
        if box.outcome in _CORNERED:
            cut = (14.0, h) if box.outcome is Outcome.INEFFECTIVE else (14.0, 14.0)
            yield f'<polygon points="{_cornered(x, y, w, h, cut)}" {style}/>'
        else:
            radius = 3 if box.outcome is None and not box.start else 16
            yield (
                f'<rect x="{x - w:.1f}" y="{y - h:.1f}" width="{2 * w:.1f}"'
                f' height="{2 * h:.1f}" rx="{radius}" {style}/>'
            )
        style = f'fill="none" stroke="{_MARK if box.marked else _INK}"'


def _cornered(x: float, y: float, w: float, h: float, cut: Size) -> str:
    across, down = cut
    corners = [
        (-w + across, -h), (w - across, -h), (w, -h + down), (w, h - down),
        (w - across, h), (-w + across, h), (-w, h - down), (-w, -h + down),
    ]  # fmt: skip
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)


def _arrow(points: Sequence[Point], marked: bool) -> Iterator[str]:
    colour, thick = (_MARK, 3.0) if marked else (_FAINT, 1.2)
    length = 9.0 if marked else 7.0
    x, y = points[-1]
    down = 1 if y > points[0][1] else -1
    ended = [*points[:-1], (x, y - down * length)]
    path = [f"M{ended[0][0]:.1f} {ended[0][1]:.1f}"]
    for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(ended)):
        if number % 2 == 0:
            path.append(f"L{x1:.1f} {y1:.1f}")
        else:
            half = (y0 + y1) / 2
            path.append(f"C{x0:.1f} {half:.1f} {x1:.1f} {half:.1f} {x1:.1f} {y1:.1f}")
    yield (f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="{thick:g}"/>')
    yield _head((x, y), (0, down), length, colour)


def _head(tip: Point, towards: Point, length: float, colour: str) -> str:
    (x, y), (dx, dy) = tip, towards
    back_x, back_y, half = x - dx * length, y - dy * length, length / 2
    left, right = (back_x - dy * half, back_y - dx * half), (back_x + dy * half, back_y + dx * half)
    corners = " ".join(f"{px:.1f},{py:.1f}" for px, py in (tip, left, right))
    return f'<polygon points="{corners}" fill="{colour}"/>'


def _loop(text: _Text, at: Point, marked: bool) -> Iterator[str]:
    """Yield a way from a box back to itself, at its right side."""
    colour, thick = (_MARK, 3.0) if marked else (_FAINT, 1.2)
    x, y = at
    yield (
        f'<path d="M{x:.1f} {y + 14:.1f} C{x + 30:.1f} {y + 16:.1f} {x + 30:.1f} {y - 16:.1f}'
        f' {x + 8:.1f} {y - 14:.1f}" fill="none" stroke="{colour}" stroke-width="{thick:g}"/>'
    )
    yield _head((x, y - 14), (-1, 0), 8.0, colour)
    yield from text.drawn(x + 28 + text.width / 2, y - text.height / 2, _MARK)


def _label(text: _Text, x: float, y: float) -> Iterator[str]:
    width, height = text.width + 4, text.height
    yield (
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}" fill="#ffffff"/>'
    )
    yield from text.drawn(x, y - text.height / 2, _MARK)


def _labels(graph: Graph) -> Mapping[Ends, _Text]:
    """Return what is written between each two boxes: the ways from one to the other together."""
    arrows: dict[Ends, list[Arrow]] = defaultdict(list)
    for arrow in graph.arrows:
        arrows[arrow.source, arrow.to].append(arrow)
    found = {}
    for ends, ways in arrows.items():
        ways.sort(key=lambda way: not way.turns)
        lines = tuple(part for way in ways for part in _wrapped(way.label))
        bold = sum(len(_wrapped(way.label)) for way in ways if way.turns)
        found[ends] = _Text(lines, _LABEL, bold)
    return found


def _wrapped(label: str) -> list[str]:
    lines = wrap(label, _LABEL_LETTERS, break_on_hyphens=False)
    return lines if len(lines) <= _LABEL_LINES else [*lines[: _LABEL_LINES - 1], "..."]


def _notes(graph: Graph) -> tuple[str, ...]:
    if graph.path is None:
        return ()
    taken = ", ".join(graph.path)
    return tuple(wrap(f"Thick and numbered: {taken or 'the start'}.", 110))


def _described(graph: Graph, lit: str | None) -> str:
    """Say in words what the picture shows, for those who can't see it."""
    now = f"{_NOW_HERE}: {lit}. " if lit in graph.boxes else ""
    ways = "; ".join(f"{one.source} to {one.to}: {one.label}" for one in graph.arrows)
    return f"{now}{', '.join(box.heading for box in graph.boxes.values())}. {ways}."


def _tall(text: _Text | None) -> float:
    return 0.0 if text is None else text.height


def _width(text: str, size: float, bold: bool) -> float:
    """Estimate how wide a line is; only a font can say it exactly."""
    return sum(map(_letter, text)) * size * (1.05 if bold else 1.0)


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.88
    return 0.68 if letter.isupper() else 0.57


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text))
