"""Authored YAML is read strictly, with the place of every value, and at little cost."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.document import Entry, Fields, Items, Scalar, Value, read_document
from scenarios.findings import Finding, Report


def read(source: str | bytes) -> Value:
    value, findings = attempt(source)
    assert value is not None, findings
    return value


def attempt(source: str | bytes) -> tuple[Value | None, tuple[Finding, ...]]:
    report = Report("here.yaml")
    source = source if isinstance(source, bytes) else source.encode()
    value = read_document(source, report)
    return value, report.findings


def fields(source: str | bytes) -> Fields:
    value = read(source)
    assert isinstance(value, Fields)
    return value


@pytest.mark.parametrize(
    "written",
    ["No", "yes", "on", "12:30", "~", "null", "0x1F", "1_000", "1e3", ".inf", "2026-01-31", "007"],
)
def test_words_stay_what_the_tutor_wrote(written: str) -> None:
    scalar = fields(f"say: {written}").scalar("say")
    assert scalar is not None
    assert scalar.text == written
    assert scalar.whole is None
    assert scalar.flag is None


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_unquoted_whole_numbers_are_numbers(number: int) -> None:
    assert fields(f"max: {number}").whole("max") == number


@pytest.mark.parametrize("written", ["+1", "01", "1.0", "--1", "'1'", '"1"', "1" * 16, "٣", ""])
def test_nothing_else_is_a_number(written: str) -> None:
    assert fields(f"max: {written}").whole("max") is None


@pytest.mark.parametrize("written", ["True", "FALSE", "yes", "'true'", "1"])
def test_only_unquoted_true_and_false_are_booleans(written: str) -> None:
    both = fields("a: true\nb: false")
    assert (both.flag("a"), both.flag("b")) == (True, False)
    assert fields(f"a: {written}").flag("a") is None


_LETTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
)


@given(st.text(_LETTERS, min_size=1))
def test_any_quoted_text_comes_back_unchanged(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    assert fields(f"say: {quoted}").scalar("say") == Scalar(1, 6, text, plain=False)


def test_an_empty_value_counts_as_absent_and_a_quoted_one_does_not() -> None:
    read_fields = fields("a:\nb: ''\nc: x")
    assert read_fields.get("a") is None
    assert read_fields.text("a") == ""
    assert read_fields.get("b") == Scalar(2, 4, "", plain=False)


def test_every_value_knows_its_line_and_column() -> None:
    value = fields("a: é x\nb:\n  - 'y'\n  - {c: z}\n")
    assert value.entries["a"] == (Scalar(1, 1, "a", plain=True), Scalar(1, 4, "é x", plain=True))
    inner = Entry(Scalar(4, 6, "c", plain=True), Scalar(4, 9, "z", plain=True))
    assert value.get("b") == Items(
        3, 3, (Scalar(3, 5, "y", plain=False), Fields(4, 5, {"c": inner}, ()))
    )


def test_windows_files_with_a_byte_order_mark_read_like_any_other() -> None:
    plain = "a: x\nb:\n  c: y\n"
    assert read(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()) == read(plain)


@pytest.mark.parametrize("source", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_a_file_without_a_value_is_an_empty_map(source: str) -> None:
    assert read(source) == Fields(1, 1, {}, ())


def test_the_first_of_a_repeated_key_stands_and_the_others_are_kept_apart() -> None:
    value = fields("a: x\n'a': y\nb: z\n")
    assert value.text("a") == "x"
    assert value.repeated == (Scalar(2, 1, "a", plain=False),)


def test_accessors_answer_nothing_for_a_value_of_another_kind() -> None:
    value = fields("text: x\nlist: [a, {b: c}, d]\nmap: {e: f}\n")
    assert value.scalar("list") is None
    assert value.text("map") == ""
    assert value.whole("list") is None
    assert value.map("text").entries == {}
    assert value.texts("list") == ("a", "d")
    assert value.texts("text") == ("x",)
    assert value.several("absent") == ()
    assert [key.text for key, _ in value.maps()] == ["map"]


@pytest.mark.parametrize(
    ("source", "line", "column", "message"),
    [
        (b"a: caf\xe9\n", 1, 7, "not UTF-8"),
        (b"a: b\nc: \xed\xa0\x80", 2, 4, "not UTF-8"),
        (b"a: b\0", 1, 5, "U+0000"),
        ("a: x\r\nb: \x07", 2, 4, "U+0007"),
        ('a: "x\\0"', 1, 4, "control character"),
        ("a:\n \tb: c", 2, 2, "indented with a tab"),
        ("a: [\n\tb]", 2, 1, "indented with a tab"),
        ("a: &x b\n", 1, 4, "`&x` names a value"),
        ("a: *x\n", 1, 4, "`*x` stands for another value"),
        ("a: !!int 3\n", 1, 4, "tag"),
        ("a: ! b\n", 1, 4, "tag"),
        ("a: !<x> [b]\n", 1, 4, "tag"),
        ("a: b\n---\nc: d\n", 2, 1, "second document"),
        ("---\n---\nc: d\n", 2, 1, "second document"),
        ("? [a]\n: b\n", 1, 3, "where a name belongs"),
        ("a: b: c\n", 1, 5, "mapping values"),
        ("a: 'b\n", 2, 1, "unexpected end"),
        ("a: @b\n", 1, 4, "cannot start any token"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_where_it_stands(
    source: str | bytes, line: int, column: int, message: str
) -> None:
    value, findings = attempt(source)
    assert value is None
    assert [(f.line, f.column, f.code) for f in findings] == [(line, column, "not-yaml")]
    assert message in findings[0].message
    assert findings[0].hint


@pytest.mark.parametrize(
    "source",
    [
        "a:\n  say:That's fine\n  why: x\n",
        "a: b\nsay:That's fine\nwhy: x\n",
        "a: b\nsay:That's fine\n",
        "a:\n  - say:'Fine'\n    why: x\n",
        "a:\r\n  say:That's fine\r\n  why: x\r\n",
    ],
)
def test_a_colon_without_a_space_is_reported_on_its_own_line(source: str) -> None:
    (finding,) = attempt(source)[1]
    line = source.splitlines()[1]
    assert (finding.line, finding.column) == (2, line.index(":") + 2)
    assert finding.hint == "Put a space after the colon."


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        (
            "a:\n  b:\n    say: x\n  why: y\n    goto: z\n",
            "Look at the indentation of this line and the one above.",
        ),
        (
            "a:\n  say: x\n    why: y\n",
            "Look at the indentation of this line and the one above.",
        ),
        ("say: He said: no\n", "If this is text with a colon in it, put the whole text in quotes."),
        (
            "say: Well\n  he said so: no\n",
            "If this is text with a colon in it, put the whole text in quotes.",
        ),
    ],
)
def test_a_field_out_of_line_is_told_apart_from_a_colon_in_a_text(source: str, hint: str) -> None:
    assert [finding.hint for finding in attempt(source)[1]] == [hint]


@pytest.mark.parametrize(
    "source",
    [
        "a:\n  – name: x\n    choose: [y]\n",
        "a:\n  — Well: then.\n  — Bye.\nb: x\n",
        "- a\n• b\n- c\n",
        "a:\n  – b\n – c: d\n",
        "a: Hi.\n  – Bye: x\n",
    ],
)
def test_a_pasted_dash_in_place_of_a_hyphen_is_reported_where_it_stands(source: str) -> None:
    (finding,) = attempt(source)[1]
    written = source.splitlines()[finding.line - 1]
    assert written[finding.column - 1] in "–—•"
    assert finding.hint == "Begin each line of a list with a hyphen and a space: `- `."


@pytest.mark.parametrize("source", ["[", "{a", "a: b\n[", "'b"])
def test_a_file_that_ends_too_early_is_refused_with_a_reason(source: str) -> None:
    value, findings = attempt(source)
    assert value is None
    assert [finding.code for finding in findings] == ["not-yaml"]


def test_every_anchor_alias_and_tag_is_reported_in_one_run() -> None:
    _, findings = attempt("a: &x 1\nb: *x\nc: !t d\n")
    assert [f.line for f in findings] == [1, 2, 3]


def test_fifty_levels_are_read_and_the_next_is_refused() -> None:
    assert read("[" * 50 + "]" * 50)
    value, findings = attempt("[" * 51 + "]" * 51)
    assert value is None
    assert (findings[0].line, findings[0].column) == (1, 51)


def test_a_mebibyte_is_read_and_one_byte_more_is_refused() -> None:
    largest = b"a: " + b"x" * (1024 * 1024 - 3)
    assert fields(largest).text("a") == "x" * (1024 * 1024 - 3)
    assert attempt(largest + b"x")[1][0].code == "not-yaml"


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(source: bytes) -> None:
    value, findings = attempt(source)
    assert (value is None) == bool(findings)


HOSTILE = {
    "alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)
    ),
    "fifty thousand brackets": "[" * 50_000,
    "fifty thousand dashes": "- " * 50_000,
    "half a million values": "[" + "a," * 500_000 + "]",
    "two hundred thousand anchors": "[" + "&a ," * 200_000 + "]",
    "fifty megabytes": "a" * 50_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_two_hundred_megabytes(name: str) -> None:
    """Runs in a process of its own, so that its memory is its own too."""
    program = (
        "import resource, sys\n"
        "from scenarios.document import read_document\n"
        "from scenarios.findings import Report\n"
        "resource.setrlimit(resource.RLIMIT_AS, (200_000_000, 200_000_000))\n"
        "report = Report('here.yaml')\n"
        "value = read_document(sys.stdin.buffer.read(), report)\n"
        "print(value, report.findings[0].code)\n"
    )
    source = HOSTILE[name].encode()
    run = subprocess.run(
        [sys.executable, "-c", program], input=source, capture_output=True, check=False
    )
    assert run.stdout.decode() == "None not-yaml\n", run.stderr.decode()
