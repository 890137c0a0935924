"""Laying a graph out in layers, top to bottom, so that arrows are short and seldom cross.

After Sugiyama, Tagawa and Toda (1981): circles are cut open, each vertex goes below all that lead
to it, long arrows get a stand-in on each layer they pass, the layers are put in order by
barycentres, and then each vertex comes as near to its neighbours as the others leave it room.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

_GAP = 18.0
_BETWEEN_LAYERS = 28.0
_STAND_IN = (10.0, 1.0)
_WORK = 60_000
"""Vertices that are put in order before the layout is taken as it is."""

Size: TypeAlias = tuple[float, float]
Point: TypeAlias = tuple[float, float]
Ends: TypeAlias = tuple[str, str]
_Vertex: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: middles of boxes and of labels, and the points of each arrow.

    An arrow's points come in pairs, the top and the bottom of each layer that it passes, in its
    own direction. Vertical lines join the two of a pair, curves one pair to the next.
    """

    boxes: Mapping[str, Point]
    labels: Mapping[Ends, Point]
    routes: Mapping[Ends, Sequence[Point]]
    width: float
    height: float


def lay_out(boxes: Mapping[str, Size], labels: Mapping[Ends, Size]) -> Layout:
    """Lay boxes out by size, the first at the top, with labelled arrows from one to another.

    `labels` has the size of what is written on each arrow. No arrow leads back to its own box.
    """
    if not boxes:
        return Layout({}, {}, {}, 0, 0)
    return _Layers(boxes, labels).layout()


class _Layers:
    """The layers while they are made: boxes on the even ones, labels on the odd ones."""

    def __init__(self, boxes: Mapping[str, Size], labels: Mapping[Ends, Size]) -> None:
        self._sizes: list[Size] = []
        self._layer: list[int] = []
        self._chains: dict[Ends, list[_Vertex]] = {}
        self._label: dict[Ends, _Vertex] = {}
        downward, order = _cut_open(list(boxes), list(labels))
        depth = _depths(order, downward.values())
        self._box = {name: self._add(boxes[name], 2 * depth[name]) for name in order}
        for ends, (top, bottom) in downward.items():
            self._add_chain(ends, top, labels[ends], (2 * depth[top], 2 * depth[bottom]), bottom)
        self._above: list[list[_Vertex]] = [[] for _ in self._sizes]
        self._below: list[list[_Vertex]] = [[] for _ in self._sizes]
        for chain in self._chains.values():
            for upper, lower in pairwise(chain):
                self._below[upper].append(lower)
                self._above[lower].append(upper)
        self._rows: list[list[_Vertex]] = [[] for _ in range(max(self._layer) + 1)]
        for vertex, layer in enumerate(self._layer):
            self._rows[layer].append(vertex)

    def layout(self) -> Layout:
        """Put the layers in order and return where everything stands."""
        self._put_in_order()
        middles = self._across()
        tops, bottoms = self._down()
        left = min(x - self._sizes[v][0] / 2 for v, x in enumerate(middles))
        middles = [x - left for x in middles]

        def middle(vertex: _Vertex) -> Point:
            layer = self._layer[vertex]
            return middles[vertex], (tops[layer] + bottoms[layer]) / 2

        return Layout(
            boxes={name: middle(vertex) for name, vertex in self._box.items()},
            labels={ends: middle(vertex) for ends, vertex in self._label.items()},
            routes=self._routes(middles, tops, bottoms),
            width=max(x + self._sizes[v][0] / 2 for v, x in enumerate(middles)),
            height=bottoms[-1],
        )

    def _add(self, size: Size, layer: int) -> _Vertex:
        self._sizes.append(size)
        self._layer.append(layer)
        return len(self._sizes) - 1

    def _add_chain(
        self, ends: Ends, top: str, label: Size, layers: tuple[int, int], bottom: str
    ) -> None:
        """Add an arrow as a chain of vertices, its label on the layer next to where it begins."""
        first, last = layers
        at = first + 1 if ends[0] == top else last - 1
        chain = []
        for layer in range(first + 1, last):
            chain.append(self._add(label if layer == at else _STAND_IN, layer))
        self._label[ends] = chain[at - first - 1]
        self._chains[ends] = [self._box[top], *chain, self._box[bottom]]

    def _put_in_order(self) -> None:
        """Order each layer so that few arrows cross: by the middle of the neighbours' places."""
        place = [0.0] * len(self._sizes)
        for row in self._rows:
            for number, vertex in enumerate(row):
                place[vertex] = number
        best, fewest = [list(row) for row in self._rows], self._crossings(place)
        for sweep in range(max(2, min(24, _WORK // len(self._sizes)))):
            downward = sweep % 2 == 0
            near = self._above if downward else self._below
            for row in self._rows if downward else reversed(self._rows):
                row.sort(key=lambda v: _mean([place[n] for n in near[v]], place[v]))
                for number, vertex in enumerate(row):
                    place[vertex] = number
            crossings = self._crossings(place)
            if crossings < fewest:
                best, fewest = [list(row) for row in self._rows], crossings
        self._rows = best

    def _crossings(self, place: Sequence[float]) -> int:
        crossings = 0
        for row in self._rows[:-1]:
            lower = [
                place[n]
                for vertex in sorted(row, key=lambda v: place[v])
                for n in sorted(self._below[vertex], key=lambda v: place[v])
            ]
            crossings += _inversions(lower)
        return crossings

    def _across(self) -> list[float]:
        """Return the middles from left to right: near to the neighbours, without overlaps."""
        middles = [0.0] * len(self._sizes)
        for row in self._rows:
            self._spread(row, middles, [0.0] * len(row), [1.0] * len(row))
        for sweep in range(max(2, min(16, _WORK // len(self._sizes)))):
            downward = sweep % 2 == 0
            last = sweep >= 12
            for row in self._rows if downward else reversed(self._rows):
                wanted, weights = [], []
                for vertex in row:
                    near = self._above[vertex] if downward else self._below[vertex]
                    near = self._above[vertex] + self._below[vertex] if last else near
                    pulls = [(middles[n], 4.0 if self._is_stand_in(n) else 1.0) for n in near]
                    weight = sum(pull for _, pull in pulls)
                    mean = sum(x * pull for x, pull in pulls) / weight if pulls else 0.0
                    wanted.append(mean if pulls else middles[vertex])
                    straight = 4.0 if self._is_stand_in(vertex) else 1.0
                    weights.append(max(weight, 0.1) * straight)
                self._spread(row, middles, wanted, weights)
        return middles

    def _is_stand_in(self, vertex: _Vertex) -> bool:
        return self._sizes[vertex] == _STAND_IN

    def _spread(
        self,
        row: Sequence[_Vertex],
        middles: list[float],
        wanted: Sequence[float],
        weights: Sequence[float],
    ) -> None:
        """Put a row as near as it goes to where its vertices want to be, in its order."""
        offsets = [0.0]
        for left, right in pairwise(row):
            apart = (self._sizes[left][0] + self._sizes[right][0]) / 2 + _GAP
            offsets.append(offsets[-1] + apart)
        free = [want - offset for want, offset in zip(wanted, offsets, strict=True)]
        for vertex, place, offset in zip(row, _rising(free, weights), offsets, strict=True):
            middles[vertex] = place + offset

    def _down(self) -> tuple[list[float], list[float]]:
        """Return the top and the bottom of each layer."""
        tops, bottoms = [], []
        y = 0.0
        for row in self._rows:
            tops.append(y)
            bottoms.append(y + max((self._sizes[vertex][1] for vertex in row), default=0.0))
            y = bottoms[-1] + _BETWEEN_LAYERS
        return tops, bottoms

    def _routes(
        self, middles: Sequence[float], tops: Sequence[float], bottoms: Sequence[float]
    ) -> Mapping[Ends, Sequence[Point]]:
        """Return the points of each arrow; those at one border of a box stand side by side."""
        leaves, arrives = self._ports(middles, down=True), self._ports(middles, down=False)
        routes = {}
        for ends, chain in self._chains.items():
            top, *between, bottom = chain
            half = self._sizes[top][1] / 2
            layer = self._layer[top]
            border = (tops[layer] + bottoms[layer]) / 2 + half
            points = [(leaves[ends], border), (leaves[ends], bottoms[layer])]
            for vertex in between:
                layer = self._layer[vertex]
                points += [(middles[vertex], tops[layer]), (middles[vertex], bottoms[layer])]
            half = self._sizes[bottom][1] / 2
            layer = self._layer[bottom]
            border = (tops[layer] + bottoms[layer]) / 2 - half
            points += [(arrives[ends], tops[layer]), (arrives[ends], border)]
            routes[ends] = points if chain[0] == self._box[ends[0]] else points[::-1]
        return routes

    def _ports(self, middles: Sequence[float], *, down: bool) -> Mapping[Ends, float]:
        """Return where each arrow meets the lower, or the upper, border of its box."""
        at: dict[_Vertex, list[tuple[float, Ends]]] = defaultdict(list)
        for ends, chain in self._chains.items():
            box, near = (chain[0], chain[1]) if down else (chain[-1], chain[-2])
            at[box].append((middles[near], ends))
        ports = {}
        for box, arrows in at.items():
            room = self._sizes[box][0] * 0.7
            step = min(room / len(arrows), 40.0)
            first = middles[box] - step * (len(arrows) - 1) / 2
            for number, (_, ends) in enumerate(sorted(arrows)):
                ports[ends] = first + number * step
        return ports


def _cut_open(
    boxes: Sequence[str], arrows: Sequence[Ends]
) -> tuple[Mapping[Ends, Ends], Sequence[str]]:
    """Turn round the arrows that close a circle.

    Return for each arrow its upper and its lower box, and the boxes so that all arrows go on.
    """
    leads: dict[str, list[str]] = defaultdict(list)
    for source, to in arrows:
        leads[source].append(to)
    finished: dict[str, int] = {}
    for root in boxes:
        started = {root}
        waiting = [(root, iter(leads[root]))] if root not in finished else []
        while waiting:
            name, left = waiting[-1]
            new = next((to for to in left if to not in started and to not in finished), None)
            if new is not None:
                started.add(new)
                waiting.append((new, iter(leads[new])))
            else:
                finished[name] = len(finished)
                waiting.pop()
    downward = {
        (source, to): (source, to) if finished[source] > finished[to] else (to, source)
        for source, to in arrows
    }
    return downward, sorted(boxes, key=lambda name: -finished[name])


def _depths(order: Sequence[str], arrows: Iterable[Ends]) -> Mapping[str, int]:
    """Return how far down each box stands: one more than the lowest of those that lead to it."""
    leads: dict[str, list[str]] = defaultdict(list)
    for top, bottom in arrows:
        leads[top].append(bottom)
    depth = dict.fromkeys(order, 0)
    for name in order:
        for to in leads[name]:
            depth[to] = max(depth[to], depth[name] + 1)
    return depth


def _rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the rising numbers that are nearest to `values`, by squares and with weights."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heavy, size = blocks.pop()
            both = heavy + block[1]
            block = ((mean * heavy + block[0] * block[1]) / both, both, size + block[2])
        blocks.append(block)
    return [value for value, _, size in blocks for _ in range(size)]


def _inversions(values: Sequence[float]) -> int:
    """Count the pairs that stand in the wrong order."""
    count = 0
    before: list[float] = []
    for value in values:
        at = bisect_right(before, value)
        count += len(before) - at
        before.insert(at, value)
    return count


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
