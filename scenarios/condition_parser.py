"""Reading a condition: the author's words into the tree of `scenarios.conditions`.

Comparisons bind tightest and never chain, then `not`, `and`, `or`. Nothing of a condition ever
reaches Python's evaluator.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, NoReturn

from scenarios.conditions import (
    COMPARISONS,
    Chosen,
    Condition,
    Expression,
    Literal,
    Not,
    Operation,
    Variable,
    Visited,
)

LONGEST_CONDITION = 500
"""Characters a condition may have."""

RESERVED_WORDS = frozenset({"and", "or", "not", "true", "false", "visited", "chosen"})
"""Words of the language, which name no variable."""


class Kind(StrEnum):
    """What a variable, or a part of a condition, holds."""

    NUMBER = "a whole number"
    BOOLEAN = "true or false"


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a condition may use: variables, and the choice ids of each node."""

    variables: Mapping[str, Kind]
    choices: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a condition.

    `column` counts the condition's characters from 1. For an unknown name, `name` is that name
    and `known` are the names it could have been.
    """

    code: str
    column: int
    message: str
    name: str | None = None
    known: Collection[str] = ()


class BadCondition(Exception):
    """A condition that cannot be used; `problems` says why, in order."""

    def __init__(self, text: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(text, problems)
        self.text = text
        self.problems = problems


def parse_condition(text: str, scope: Scope) -> Condition:
    """Read a condition that may use the names in `scope`.

    Raises BadCondition, which names everything wrong up to the first break of the grammar.
    """
    parser = _Parser(text, scope)
    expression = parser.parse()
    if expression is None:
        raise BadCondition(text, tuple(parser.problems))
    return Condition(
        text,
        expression,
        frozenset(parser.variables),
        frozenset(parser.visited),
        frozenset(parser.chosen),
    )


_OR, _AND, _NOT, _COMPARISON = range(1, 5)
_POWER = {"or": _OR, "and": _AND} | dict.fromkeys(COMPARISONS, _COMPARISON)
_INSTEAD = {"=": "==", "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not"}
_OPERAND = (
    "a variable, a whole number, `true`, `false`, `not`, `visited(node)`, "
    "`chosen(node.choice)` or `(`"
)
_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<call>(?P<function>visited|chosen)[ \t\r\n]*\([ \t\r\n]*
        (?P<node>[a-z0-9-]+)(?:\.(?P<choice>[a-z0-9-]+))?[ \t\r\n]*\))
    | (?P<number>-?(?:0|[1-9][0-9]*)(?![0-9A-Za-z_.]))
    | (?P<word>[A-Za-z][A-Za-z0-9_]*)
    | (?P<symbol>[<>=!]=|[<>()])
    | (?P<stray>&&|\|\||-?[0-9][0-9A-Za-z_.]*|[^ \t\r\n])
    )""",
    re.VERBOSE,
)


class _Token(NamedTuple):
    """A piece of the condition; `kind` is the group of `_TOKEN` it matched, or "end"."""

    text: str
    column: int
    kind: str
    match: re.Match[str] | None

    @property
    def is_operand(self) -> bool:
        """Whether it is something that can be compared or joined."""
        if self.kind == "word":
            return self.text in ("true", "false") or self.text not in RESERVED_WORDS
        return self.kind in ("number", "call")


def _tokens(text: str) -> list[_Token]:
    """Cut a condition into tokens, the last of them first."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        tokens.append(_Token(match[kind], match.start(kind) + 1, kind, match))
    tokens.append(_Token("", len(text) + 1, "end", None))
    return tokens[::-1]


class _Part(NamedTuple):
    """A parsed part; its kind is None where an unknown name leaves it open."""

    expression: Expression
    kind: Kind | None
    column: int


class _GrammarBroken(Exception):
    """The rest of the condition cannot be read; the problem is noted."""


class _Parser:
    """Reads one condition by operator precedence, noting problems as it goes."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.problems: list[Problem] = []
        self.variables: set[str] = set()
        self.visited: set[str] = set()
        self.chosen: set[str] = set()
        self._tokens: list[_Token] = []

    def parse(self) -> Expression | None:
        """Return the whole condition, or None if there are problems."""
        try:
            if len(self.text) > LONGEST_CONDITION:
                self._break(
                    1, f"it has {len(self.text)} characters; {LONGEST_CONDITION} is the most"
                )
            self._tokens = _tokens(self.text)
            whole = self._expression(_OR)
            if self._next.kind != "end":
                self._expected("`and`, `or`, a comparison or the end")
            self._must_be(Kind.BOOLEAN, whole, "a condition is")
        except _GrammarBroken:
            return None
        return None if self.problems else whole.expression

    @property
    def _next(self) -> _Token:
        return self._tokens[-1]

    def _expression(self, power: int) -> _Part:
        """Read as far as operators bind at least as tightly as `power`."""
        column = self._next.column
        if self._next.text == "not" and power <= _NOT:
            self._tokens.pop()
            part = self._expression(_NOT)
            self._must_be(Kind.BOOLEAN, part, "`not` takes")
            left = _Part(Not(part.expression), Kind.BOOLEAN, column)
        else:
            left = self._operand()
        while _POWER.get(self._next.text, 0) >= power:
            left = self._operation(left)
        return left

    def _operation(self, left: _Part) -> _Part:
        symbol = self._tokens.pop().text
        power = _POWER[symbol]
        right = self._expression(power + 1)
        if power == _COMPARISON:
            self._check_comparison(symbol, left, right)
        else:
            self._must_be(Kind.BOOLEAN, left, f"`{symbol}` takes")
            self._must_be(Kind.BOOLEAN, right, f"`{symbol}` takes")
        return _Part(
            Operation(symbol, left.expression, right.expression), Kind.BOOLEAN, left.column
        )

    def _check_comparison(self, symbol: str, left: _Part, right: _Part) -> None:
        if _POWER.get(self._next.text) == _COMPARISON:
            self._break(self._next.column, "comparisons do not chain; join two of them with `and`")
        if symbol not in ("==", "!="):
            self._must_be(Kind.NUMBER, left, f"`{symbol}` takes")
            self._must_be(Kind.NUMBER, right, f"`{symbol}` takes")
        elif left.kind and right.kind and left.kind != right.kind:
            self._note(left.column, f"`{symbol}` compares {left.kind} with {right.kind}")

    def _operand(self) -> _Part:
        token = self._next
        if token.text == "(":
            self._tokens.pop()
            inner = self._expression(_OR)
            if self._next.text != ")":
                self._expected("`)`, `and`, `or` or a comparison")
            self._tokens.pop()
            return inner._replace(column=token.column)
        if not token.is_operand:
            self._expected(_OPERAND)
        self._tokens.pop()
        if token.kind == "number":
            return _Part(Literal(int(token.text)), Kind.NUMBER, token.column)
        if token.match and token.kind == "call":
            return _Part(self._call(token.match, token.column), Kind.BOOLEAN, token.column)
        if token.text in ("true", "false"):
            return _Part(Literal(token.text == "true"), Kind.BOOLEAN, token.column)
        return self._variable(token.text, token.column)

    def _variable(self, name: str, column: int) -> _Part:
        self.variables.add(name)
        kind = self.scope.variables.get(name)
        if kind is None:
            # Else `true` would be the nearest to `trust`.
            plain = name.lower()
            known = (plain,) if plain in ("true", "false") else tuple(self.scope.variables)
            message = f"there is no variable `{name}`"
            self._note(column, message, "unknown-variable", name, known)
        return _Part(Variable(name), kind, column)

    def _call(self, call: re.Match[str], column: int) -> Expression:
        node, choice = call["node"], call["choice"]
        if call["function"] == "visited":
            if choice:
                self._break(column, "`visited` takes a node: `visited(node)`")
            self.visited.add(node)
        elif not choice:
            self._break(column, "`chosen` takes a node and a choice: `chosen(node.choice)`")
        else:
            self.chosen.add(f"{node}.{choice}")
        choices = self.scope.choices.get(node)
        if choices is None:
            message = f"there is no node `{node}`"
            self._note(column, message, "unknown-node", node, self.scope.choices)
        elif choice and choice not in choices:
            message = f"the node `{node}` has no choice `{choice}`"
            self._note(column, message, "bad-condition", choice, choices)
        return Chosen(f"{node}.{choice}") if choice else Visited(node)

    def _must_be(self, kind: Kind, part: _Part, who: str) -> None:
        if part.kind not in (kind, None):
            self._note(part.column, f"{who} {kind}, and this is {part.kind}")

    def _note(
        self,
        column: int,
        message: str,
        code: str = "bad-condition",
        name: str | None = None,
        known: Collection[str] = (),
    ) -> None:
        self.problems.append(Problem(code, column, message, name, known))

    def _break(self, column: int, message: str) -> NoReturn:
        self._note(column, message)
        raise _GrammarBroken

    def _expected(self, what: str) -> NoReturn:
        found = self._next.text
        instead = f"; write `{_INSTEAD[found]}`" if found in _INSTEAD else ""
        read = f"found `{found}`" if found else "the condition ends"
        self._break(self._next.column, f"{read} where {what} is expected{instead}")
