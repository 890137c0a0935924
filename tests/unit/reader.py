"""Somebody with a pencil, who plays a booklet by its words alone."""

import re

from bot.documents.paper.booklet import Booklet, Option, Paragraph

_COMPARED = {
    "": "==",
    "not ": "!=",
    "less than ": "<",
    "more than ": ">",
    " or less": "<=",
    " or more": ">=",
}
_NAME = r"\d+[A-J]?"


class Reader:
    """A reader at paragraph 1, with a clean record sheet."""

    def __init__(self, booklet: Booklet) -> None:
        self._nodes = [each.node for each in booklet.paragraphs if each.node]
        self._paragraphs = {each.number: each for each in booklet.paragraphs}
        self._ticked = {each.letter: each.ticked for each in booklet.boxes}
        self._counters = {each.letter: each.start for each in booklet.counters}
        self._bounds = {each.letter: (each.minimum, each.maximum) for each in booklet.counters}
        self.list: set[str] = set()
        self.passed: list[str] = []
        self.at = self._paragraphs[1]
        self._arrive()

    @property
    def node(self) -> str | None:
        """The node where the reader is."""
        return self.at.node

    def options(self) -> list[Option]:
        """Return the answers that may be given here."""
        return [
            option
            for option in self.at.options
            if (option.again or f"{self.at.number}{option.letter}" not in self.list)
            and all(map(self._is_so, option.only_if))
        ]

    def answer(self, option: Option) -> None:
        """Give an answer, and go on to where something is said again."""
        self.list.add(f"{self.at.number}{option.letter}")
        self.passed = []
        self._go(option.to)
        self._arrive()

    def _go(self, number: int) -> None:
        self.at = self._paragraphs[number]
        while self.at.node is None:
            for change in self.at.changes:
                self._change(change)
            self.at = self._paragraphs[self._way(self.at)]

    def _way(self, step: Paragraph) -> int:
        return next(way.to for way in step.ways if all(map(self._is_so, way.when)))

    def _arrive(self) -> None:
        for _ in self._nodes:
            self.list.add(str(self.at.number))
            if self.at.otherwise is None or self.options():
                return
            self.passed.append(self.at.node or "")
            self._go(self.at.otherwise)

    def _change(self, words: str) -> None:
        if found := re.fullmatch(r"Tick box (\w+)\.", words):
            self._ticked[found[1]] = True
        elif found := re.fullmatch(r"Rub out the tick in box (\w+)\.", words):
            self._ticked[found[1]] = False
        elif found := re.fullmatch(r"Move counter (\w+) to (-?\d+)\.", words):
            self._counters[found[1]] = int(found[2])
        else:
            found = re.fullmatch(r"Move counter (\w+) (up|down) by (\d+)\.", words)
            assert found, words
            by = int(found[3]) if found[2] == "up" else -int(found[3])
            low, high = self._bounds[found[1]]
            self._counters[found[1]] = min(max(self._counters[found[1]] + by, low), high)

    def _is_so(self, words: str) -> bool:
        """Tell whether what a rule says is so, by the record sheet."""
        for letter, ticked in self._ticked.items():
            words = words.replace(f"{letter} is ticked", str(ticked))
            words = words.replace(f"{letter} is not ticked", str(not ticked))
        for letter, value in self._counters.items():
            words = re.sub(
                rf"\b{letter} is (not |less than |more than )?(-?\d+)( or less| or more)?",
                lambda found, value=value: (  # type: ignore[misc]
                    f"({value} {_COMPARED[found[1] or found[3] or '']} {found[2]})"
                ),
                words,
            )
        words = re.sub(
            rf"((?:{_NAME}, )*(?:{_NAME} (?:and|or) )?{_NAME}) (is not|is|are) on your list",
            self._listed,
            words,
        )
        words = words.replace("this is always so", "True").replace("this is never so", "False")
        assert re.fullmatch(r"(?:True|False|and|or|[()<>=! ]|-?\d+)+", words), words
        return bool(eval(words, {"__builtins__": {}}))  # noqa: S307 - of the words above alone

    def _listed(self, found: "re.Match[str]") -> str:
        names = [name in self.list for name in re.findall(_NAME, found[1])]
        if found[2] == "is not":
            return str(not any(names))
        return str(any(names) if found[2] == "is" else all(names))
