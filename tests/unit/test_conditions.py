"""Conditions mean what their grammar says, and what is outside it is refused where it stands."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.condition_parser import (
    LONGEST_CONDITION,
    BadCondition,
    Kind,
    Scope,
    parse_condition,
)

SCOPE = Scope(
    variables={"trust": Kind.NUMBER, "calm": Kind.NUMBER, "told": Kind.BOOLEAN},
    choices={"opening": ["ask-open", "wait"], "walks-out": []},
)

Value: TypeAlias = int | bool


def holds(
    text: str,
    variables: Mapping[str, Value] | None = None,
    visited: frozenset[str] = frozenset(),
    chosen: frozenset[str] = frozenset(),
) -> bool:
    values = {"trust": 2, "calm": 0, "told": False, **(variables or {})}
    return parse_condition(text, SCOPE).holds(values, visited, chosen)


def problems(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(BadCondition) as bad:
        parse_condition(text, SCOPE)
    return [(p.code, p.column, p.message) for p in bad.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("false", False),
        ("told", False),
        ("not told", True),
        ("trust >= 2", True),
        ("trust>=2", True),
        ("trust != 2", False),
        ("trust > -1", True),
        ("calm == 0 and trust < 3", True),
        ("told or trust <= 1", False),
        ("told == false", True),
        ("(trust > 1) == (calm < 1)", True),
        ("2 <= trust", True),
        ("visited(opening)", True),
        ("visited ( walks-out )", False),
        ("chosen(opening.ask-open)", True),
        ("chosen(opening.wait)", False),
        ("trust\n  >= 2", True),
    ],
)
def test_each_part_of_the_language_means_what_it_says(text: str, expected: bool) -> None:
    visited, chosen = frozenset({"opening"}), frozenset({"opening.ask-open"})
    assert holds(text, visited=visited, chosen=chosen) is expected


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("not told or told", "(not told) or told"),
        ("not told == told", "not (told == told)"),
        ("told or trust == 2 and told", "told or ((trust == 2) and told)"),
        ("told and told or trust == 2", "(told and told) or (trust == 2)"),
        ("not not told", "not (not told)"),
        ("told or not told and told", "told or ((not told) and told)"),
    ],
)
def test_comparisons_bind_tightest_then_not_then_and_then_or(text: str, brackets: str) -> None:
    plain, explicit = parse_condition(text, SCOPE), parse_condition(brackets, SCOPE)
    assert plain.expression == explicit.expression


class Situation(NamedTuple):
    """What a condition is asked about."""

    variables: Mapping[str, Value]
    visited: frozenset[str]
    chosen: frozenset[str]


SITUATIONS = st.builds(
    Situation,
    st.fixed_dictionaries(
        {"trust": st.integers(-9, 9), "calm": st.integers(-9, 9), "told": st.booleans()}
    ),
    st.frozensets(st.sampled_from(["opening", "walks-out"])),
    st.frozensets(st.just("opening.wait")),
)


class Part(NamedTuple):
    """A piece of condition, how tightly it binds, and what it means: stated without the parser."""

    text: str
    binding: int
    meaning: Callable[[Situation], Value]

    def within(self, binding: int) -> str:
        """Write it where `binding` is around it, with brackets only if it needs them."""
        return f"({self.text})" if self.binding < binding else self.text


def literal(value: Value) -> Part:
    return Part(str(value).lower(), 5, lambda _: value)


def variable(name: str) -> Part:
    return Part(name, 5, lambda now: now.variables[name])


def negated(part: Part) -> Part:
    return Part(f"not {part.within(3)}", 3, lambda now: not part.meaning(now))


JOINTS: Mapping[str, tuple[int, Callable[[Value, Value], Value]]] = {
    "or": (1, lambda a, b: a or b),
    "and": (2, lambda a, b: a and b),
    "==": (4, lambda a, b: a == b),
    "!=": (4, lambda a, b: a != b),
    "<": (4, lambda a, b: a < b),
    "<=": (4, lambda a, b: a <= b),
    ">": (4, lambda a, b: a > b),
    ">=": (4, lambda a, b: a >= b),
}


def joined(symbol: str, left: Part, right: Part) -> Part:
    binding, meaning = JOINTS[symbol]
    first = 5 if binding == 4 else binding
    text = f"{left.within(first)} {symbol} {right.within(binding + 1)}"
    return Part(text, binding, lambda now: meaning(left.meaning(now), right.meaning(now)))


NUMBERS = st.integers(-9, 9).map(literal) | st.sampled_from(["trust", "calm"]).map(variable)
ATOMS = (
    st.booleans().map(literal)
    | st.just(variable("told"))
    | st.builds(joined, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS, NUMBERS)
    | st.sampled_from(
        [
            Part("visited(opening)", 5, lambda now: "opening" in now.visited),
            Part("visited(walks-out)", 5, lambda now: "walks-out" in now.visited),
            Part("chosen(opening.wait)", 5, lambda now: "opening.wait" in now.chosen),
        ]
    )
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda part: (
        part.map(negated)
        | st.builds(joined, st.sampled_from(["and", "or", "==", "!="]), part, part)
    ),
    max_leaves=12,
).filter(lambda part: len(part.text) <= LONGEST_CONDITION)


@given(CONDITIONS, SITUATIONS)
def test_a_condition_holds_exactly_when_what_it_says_is_so(part: Part, now: Situation) -> None:
    assert parse_condition(part.text, SCOPE).holds(*now) is part.meaning(now)


@pytest.mark.parametrize(
    ("text", "code", "column", "says"),
    [
        ("", "bad-condition", 1, "the condition ends where a variable"),
        ("trust", "bad-condition", 1, "is true or false, and this is a whole number"),
        ("trust >=", "bad-condition", 9, "the condition ends"),
        ("trust = 2", "bad-condition", 7, "write `==`"),
        ("told && told", "bad-condition", 6, "write `and`"),
        ("!told", "bad-condition", 1, "write `not`"),
        ("trust + 1 > 2", "bad-condition", 7, "found `+`"),
        ("trust-1 > 2", "bad-condition", 6, "found `-1`"),
        ("trust > 1.5", "bad-condition", 9, "found `1.5`"),
        ("trust > 01", "bad-condition", 9, "found `01`"),
        ("trust == 'two'", "bad-condition", 10, "found `'`"),
        ("1 < trust < 3", "bad-condition", 11, "do not chain"),
        ("told == told == told", "bad-condition", 14, "do not chain"),
        ("told > 1", "bad-condition", 1, "`>` takes a whole number"),
        ("told == 1", "bad-condition", 1, "compares true or false with a whole number"),
        ("trust and told", "bad-condition", 1, "`and` takes true or false"),
        ("told or 1", "bad-condition", 9, "`or` takes true or false"),
        ("not trust", "bad-condition", 5, "`not` takes true or false"),
        ("told == not told", "bad-condition", 9, "found `not`"),
        ("(told", "bad-condition", 6, "the condition ends where `)`"),
        ("told)", "bad-condition", 5, "found `)`"),
        ("told told", "bad-condition", 6, "found `told`"),
        ("and", "bad-condition", 1, "found `and`"),
        ("visited", "bad-condition", 1, "`visited(node)`"),
        ("visited()", "bad-condition", 1, "found `visited`"),
        ("visited(opening.wait)", "bad-condition", 1, "`visited(node)`"),
        ("chosen(opening)", "bad-condition", 1, "`chosen(node.choice)`"),
        ("chosen(opening.wave)", "bad-condition", 1, "has no choice `wave`"),
        ("chosen(walks-out.wait)", "bad-condition", 1, "has no choice `wait`"),
        ("visited(nowhere)", "unknown-node", 1, "no node `nowhere`"),
        ("chosen(nowhere.wait)", "unknown-node", 1, "no node `nowhere`"),
        ("trus > 1", "unknown-variable", 1, "no variable `trus`"),
        ("True", "unknown-variable", 1, "no variable `True`"),
        ("__import__('os')", "bad-condition", 1, "found `_`"),
        ("told.real", "bad-condition", 5, "found `.`"),
        ("told\u00a0and told", "bad-condition", 5, "found"),
        ("len(told)", "bad-condition", 4, "found `(`"),
    ],
)
def test_what_is_outside_the_language_is_refused_where_it_stands(
    text: str, code: str, column: int, says: str
) -> None:
    found = problems(text)
    assert (code, column) in [(c, n) for c, n, _ in found]
    assert any(says in message for _, _, message in found), found


def test_every_unknown_name_of_one_condition_is_reported_with_what_it_could_be() -> None:
    with pytest.raises(BadCondition) as bad:
        parse_condition("trus > 1 and chosen(opening.wave) or visited(openin)", SCOPE)
    assert [(p.column, p.name) for p in bad.value.problems] == [
        (1, "trus"),
        (14, "wave"),
        (38, "openin"),
    ]
    assert [next(iter(p.known)) for p in bad.value.problems] == ["trust", "ask-open", "opening"]


def test_an_unknown_variable_is_not_also_called_the_wrong_kind() -> None:
    assert [code for code, _, _ in problems("trus > 1 and trus")] == ["unknown-variable"] * 2


PIECES = [
    "trust",
    "told",
    " and ",
    " or ",
    "not ",
    "(",
    ")",
    "<",
    "=",
    "1",
    "-",
    "visited(opening)",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_text_is_a_condition_or_has_a_problem_within_it(text: str) -> None:
    columns = []
    try:
        assert parse_condition(text, SCOPE).text == text
    except BadCondition as bad:
        columns = [problem.column for problem in bad.problems]
    assert all(1 <= column <= len(text) + 1 for column in columns)


@pytest.mark.parametrize(
    "text",
    ["(" * 248 + "told" + ")" * 248, "not " * 124 + "told", "not(" * 99 + "told" + ")" * 99],
)
def test_the_longest_conditions_can_be_asked_however_deep_they_nest(text: str) -> None:
    assert len(text) <= LONGEST_CONDITION
    assert holds(text, {"told": True}) is (text.count("not") % 2 == 0)


def test_a_condition_of_more_than_five_hundred_characters_is_refused() -> None:
    longest = "told or " * 62 + "told"
    assert len(longest) == LONGEST_CONDITION
    assert holds(longest) is False
    assert problems(longest + " ") == [
        ("bad-condition", 1, "it has 501 characters; 500 is the most")
    ]


def test_a_condition_names_what_it_depends_on() -> None:
    condition = parse_condition(
        "trust > calm and not visited(opening) or chosen(opening.wait) and visited(walks-out)",
        SCOPE,
    )
    assert condition.variables == {"trust", "calm"}
    assert condition.visited == {"opening", "walks-out"}
    assert condition.chosen == {"opening.wait"}


def test_equal_texts_make_equal_conditions() -> None:
    assert parse_condition("trust > 1", SCOPE) == parse_condition("trust > 1", SCOPE)
    assert parse_condition("trust > 1", SCOPE) != parse_condition("trust > 2", SCOPE)
