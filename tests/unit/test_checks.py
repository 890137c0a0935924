"""Everything wrong in a scenario file is found in one run, each with its place and what to do."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.checks.shape import utf16_length
from scenarios.findings import Finding, Report, Severity
from tests.unit.authored import EXAMPLE, at, changed, findings

LISTENING = "  active-listening: {max: 3, met: 2}"
LIST_LINE = "Begin each line of a list with a hyphen and a space: `- `."
MISTAKE_WITH_A_DASH = "        mistake:\n          — ascentis-l1-mentoring.solve\n"
TRUST = "  trust: {start: 2, min: 0, max: 5}"


def only(text: str) -> Finding:
    found = findings(text)
    assert len(found) == 1, found
    return found[0]


def test_the_scenario_of_the_page_has_nothing_wrong() -> None:
    assert findings(EXAMPLE) == ()


# Each case: what is replaced in the example, by what, the code, and what the finding points at.


@pytest.mark.parametrize(
    ("old", "new", "code", "points_at"),
    [
        # duplicate-key
        ("level: 2", "level: 2\nlevel: 1", "duplicate-key", "level: 1"),
        ("        goto: plan", "        goto: plan\n        goto: plan", "duplicate-key", "goto"),
        ("max: 3, met: 2", "max: 3, met: 2, 'max': 1", "duplicate-key", "'max'"),
        # unknown-field
        ("level: 2", "lvel: 2", "unknown-field", "lvel"),
        ("mentee: {name", "mentee: {age: 17, name", "unknown-field", "age"),
        ("max: 3, met", "max: 3, most: 3, met", "unknown-field", "most"),
        ("start: 2, min", "start: 2, step: 1, min", "unknown-field", "step"),
        ("    thought:", "    thinks:", "unknown-field", "thinks"),
        ("        say: I'm glad", "        says: x\n        say: I'm", "unknown-field", "says"),
        ("{to: says-little}", "{to: says-little, if: x}", "unknown-field", "if"),
        ("outcome: effective,", "outcome: effective, note: x,", "unknown-field", "note"),
        ("    percent: 100", "    percentage: 100", "unknown-field", "percentage"),
        # missing-field
        ("title: Locked out", "", "missing-field", "format"),
        ("title: Locked out", "title:", "missing-field", "title"),
        ("title: Locked out", "title: ''", "missing-field", "''"),
        ("title: Locked out", "title: ' '", "missing-field", "' '"),
        ("mentee: {name: Jordan, about", "mentee: {about", "missing-field", "mentee"),
        ("{max: 2, critical: true}", "{critical: true}", "missing-field", "safeguarding-referral"),
        ("start: 2, min: 0, max: 5", "start: 2, min: 0", "missing-field", "trust"),
        ("{active-listening: 2}", "{active-listening: }", "missing-field", "active-listening"),
        ("      - All right. I know I've missed some.", "      - ''", "missing-field", "''"),
        ("    mentee: It's just home stuff.\n", "", "missing-field", "says-little"),
        ("outcome: effective, debrief", "debrief", "missing-field", "ending"),
        (
            "outcome: effective, debrief: J",
            "outcome: effective, note: J",
            "missing-field",
            "ending",
        ),
        ("          - {to: says-little}", "          - {}", "missing-field", "{}"),
        ("{when: told_limits, to", "{when: , to", "missing-field", "{when: , to"),
        ("{when: told_limits, to", "{to", "missing-field", "{to: afterwards}"),
        ("  - name: the mentor", "  - title: the mentor", "missing-field", "title"),
        # wrong-type
        ("format: 1", "format: 2", "wrong-type", "2"),
        ("format: 1", "format: '1'", "wrong-type", "'1'"),
        ("title: Locked out", "title: [Locked, out]", "wrong-type", "["),
        ("title: Locked out", "title: {Locked: out}", "wrong-type", "{"),
        ("level: 2", "level: 0", "wrong-type", "0"),
        ("level: 2", "level: 4", "wrong-type", "4"),
        ("level: 2", "level: two", "wrong-type", "two"),
        ("minutes: 6", "minutes: 6.5", "wrong-type", "6.5"),
        ("minutes: 6", "minutes: 0", "wrong-type", "0"),
        ("minutes: 6", "minutes: " + "9" * 20, "wrong-type", "9"),
        ("pass_mark: 80", "pass_mark: 101", "wrong-type", "101"),
        ("feedback: each", "feedback: later", "wrong-type", "later"),
        ("level: 2", "nation: scotland", "wrong-type", "scotland"),
        ("level: 2", "law_checked: 2026-02-30", "wrong-type", "2026-02-30"),
        ("level: 2", "law_checked: 20260228", "wrong-type", "20260228"),
        ("units: [aim-l2-mentoring, aim-l2-peer-mentoring]", "units: x", "wrong-type", "x"),
        ("mentee: {name: Jordan, ", "mentee: [x] #", "wrong-type", "["),
        (LISTENING, "  active-listening: 3", "wrong-type", "3"),
        ("{max: 3, met: 2}", "{max: 0}", "wrong-type", "0"),
        ("{max: 3, met: 2}", "{max: 3, met: 0}", "wrong-type", "0"),
        ("{max: 3, met: 2}", "{max: 3, met: 4}", "wrong-type", "4"),
        ("critical: true", "critical: yes", "wrong-type", "yes"),
        ("told_limits: false", "told_limits: maybe", "wrong-type", "maybe"),
        ("told_limits: false", "told_limits: [a]", "wrong-type", "["),
        (TRUST, "  trust: {start: 6, min: 0, max: 5}", "wrong-type", "6"),
        (TRUST, "  trust: {start: 2, min: 3, max: 1}", "wrong-type", "1"),
        ("    mentee: It's just home stuff.", "    mentee: []", "wrong-type", "[]"),
        ("    mentee: It's just home stuff.", "    mentee: {a: b}", "wrong-type", "{a: b}"),
        ("      - All right.", "      - [All right.]\n      - x", "wrong-type", "["),
        ("    scene: A week", "    fixed_order: no\n    scene: A week", "wrong-type", "no"),
        ("        goto: discloses", "        goto: {to: discloses}", "wrong-type", "{"),
        ("        goto: discloses", "        goto: []", "wrong-type", "[]"),
        ("          - {to: let-down}", "          - let-down", "wrong-type", "let-down"),
        ("{to: let-down}", "{when: told_limits, to: let-down}", "wrong-type", "when"),
        ("outcome: effective", "outcome: good", "wrong-type", "good"),
        ("{empowerment: 2}", "{empowerment: 0}", "wrong-type", "0"),
        ("{empowerment: 2}", "[empowerment]", "wrong-type", "["),
        ("[safeguarding-referral]", "safeguarding-referral", "wrong-type", "safeguarding-referral"),
        ("{trust: 1}", "{trust: true}", "wrong-type", "true"),
        ("{trust: 1}", "{told_limits: 1}", "wrong-type", "told_limits"),
        ("{told_limits: true}", "{told_limits: 1}", "wrong-type", "1"),
        ("{told_limits: true}", "{trust: true}", "wrong-type", "true"),
        ("{told_limits: true}", "{told_limits: yes}", "wrong-type", "yes"),
        ("        when: trust < 4", "        when: [trust] #", "wrong-type", "["),
        ("        set: {told_limits: true}", "        once: No", "wrong-type", "No"),
        ("choose: [ask-open, explain-limits, refer, options]", "choose: x", "wrong-type", "x"),
        ("percent: 100", "percent: 101", "wrong-type", "101"),
        ("marks: {active-listening: 3", "marks: {active-listening: -1", "wrong-type", "-1"),
        (
            "  walks-out:\n    mentee",
            "  walks-out:\n    otherwise: plan\n    mentee",
            "wrong-type",
            "otherwise",
        ),
        (
            "    thought: Please don't",
            "    ending: {outcome: unsafe, debrief: x}\n    thought: P",
            "wrong-type",
            "ending",
        ),
        # bad-id
        ("id: locked-out", "id: Locked-out", "bad-id", "Locked-out"),
        ("id: locked-out", "id: locked--out", "bad-id", "locked--out"),
        ("id: locked-out", "id: locked-out-", "bad-id", "locked-out-"),
        ("id: locked-out", "id: 2-locked", "bad-id", "2-locked"),
        ("id: locked-out", "id: locked_out", "bad-id", "locked_out"),
        ("id: locked-out", "id: café", "bad-id", "café"),
        ("id: locked-out", "id: " + "a" * 41, "bad-id", "a"),
        ("      rules:", "      Rules:", "bad-id", "Rules"),
        ("  told_limits: false", "  told_limits: false\n  _x: true", "bad-id", "_x"),
        ("  told_limits: false", "  told_limits: false\n  visited: true", "bad-id", "visited"),
        # unknown names
        ("start: opening", "start: opning", "unknown-node", "opning"),
        ("        goto: plan", "        goto: plans", "unknown-node", "plans"),
        ("{to: let-down}", "{to: letdown}", "unknown-node", "letdown"),
        ("    scene: A week", "    otherwise: x\n    scene: A week", "unknown-node", "x"),
        ("[aim-l2-mentoring,", "[aim-l2-mentor,", "unknown-unit", "aim-l2-mentor"),
        ("{empowerment: 2}", "{empowering: 2}", "unknown-marking-point", "empowering"),
        ("{empowerment: 2}", "{boundaries: 2}", "unknown-marking-point", "boundaries"),
        ("[safeguarding-referral]", "[safety]", "unknown-marking-point", "safety"),
        ("marks: {active-listening", "marks: {listening", "unknown-marking-point", "listening"),
        (
            "mistake: aim-l2-mentoring.never-share",
            "mistake: never-share",
            "unknown-mistake",
            "never",
        ),
        (
            "mistake: aim-l2-mentoring.never-share",
            "mistake: [aim-l2-mentoring.never-share, x]",
            "unknown-mistake",
            "x]",
        ),
        ("{trust: 1}", "{trsut: 1}", "unknown-variable", "trsut"),
        ("{told_limits: true}", "{told: true}", "unknown-variable", "told"),
        ("when: trust < 4", "when: trus < 4", "unknown-variable", "trus"),
        ("when: trust < 4", "when: visited(x)", "unknown-node", "visited(x)"),
        ("[ask-open, explain", "[ask-opened, explain", "failed-test", "ask-opened"),
        ("ends: plan", "ends: planned", "failed-test", "planned"),
        # bad-condition
        ("when: trust < 4", "when: trust = 4", "bad-condition", "trust = 4"),
        ("{when: trust >= 2,", "{when: trust,", "bad-condition", "trust"),
        ("chosen(discloses.dig)", "chosen(discloses.digs)", "bad-condition", "trust"),
        ("when: trust < 4", "when: 'trust + 1' #", "bad-condition", "'trust + 1'"),
        # fails-not-critical
        ("max: 2, critical: true", "max: 2", "fails-not-critical", "safeguarding-referral"),
        ("[safeguarding-referral]", "[confidentiality]", "fails-not-critical", "confidentiality"),
    ],
)
def test_each_thing_wrong_is_found_where_it_stands(
    old: str, new: str, code: str, points_at: str
) -> None:
    text = changed((old, new))
    matching = [f for f in findings(text) if f.code == code and at(text, f).startswith(points_at)]
    assert len(matching) == 1, findings(text)
    assert matching[0].severity is Severity.ERROR


def test_an_empty_item_of_a_list_is_missing() -> None:
    found = only(changed(("      - All right. I know I've missed some.", "      -")))
    assert (found.line, found.column, found.code) == (29, 8, "missing-field")


def test_a_missing_field_of_the_file_points_at_its_first_line() -> None:
    found = only(EXAMPLE.replace("briefing:", "notes:"))
    assert (found.line, found.column, found.code) == (1, 1, "missing-field")
    assert found.message == "A scenario needs `briefing`."
    assert found.hint == "Add `briefing:` with text."


@pytest.mark.parametrize("field", ["marking_points", "nodes"])
def test_a_missing_map_is_one_finding_and_not_one_for_each_name_in_it(field: str) -> None:
    lines = EXAMPLE.splitlines()
    first = lines.index(next(line for line in lines if line.startswith(f"{field}:")))
    last = next(n for n, line in enumerate(lines) if n > first and line and line[0].isalpha())
    found = findings("\n".join(lines[:first] + lines[last:]))
    assert [(f.code, f.line) for f in found if f.code != "failed-test"] == [("missing-field", 1)]


@pytest.mark.parametrize("field", ["marking_points", "nodes"])
def test_an_empty_map_where_something_is_needed_is_refused(field: str) -> None:
    text = f"format: 1\n{field}: {{}}\n"
    assert ("wrong-type", 2) in [(f.code, f.line) for f in findings(text)]


def test_a_node_has_one_to_six_choices() -> None:
    more = "".join(
        f"      more-{number}: {{say: x, feedback: x, goto: plan}}\n" for number in range(4)
    )
    with_six = changed(("      options:\n", f"{more[: -len(more) // 4]}      options:\n"))
    assert "more-2" in with_six
    assert findings(with_six) == ()
    with_seven = changed(("      options:\n", f"{more}      options:\n"))
    assert only(with_seven).code == "wrong-type"
    assert only(with_seven).node == "afterwards"


def test_a_finding_names_the_node_it_stands_in() -> None:
    assert only(changed(("goto: walks-out", "goto: walks-ou"))).node == "says-little"
    assert only(changed(("start: opening", "start: openin"))).node is None


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("start: opening", "start: opning", "Did you mean `opening`?"),
        ("level: 2", "lvel: 2", "Did you mean `level`?"),
        (
            "{empowerment: 2}",
            "{boundaries: 2}",
            "Add `boundaries` to this scenario's `marking_points`.",
        ),
        ("minutes: 6", "minutes: '6'", "Write it without quotes."),
        ("{trust: 1}", "{x: 1}", "Declare it under `variables:`."),
        ("set: {told_limits: true}", "set: {x: true}", "Declare it under `variables:`."),
        ("when: trust < 4", "when: x < 4", "Declare it under `variables:`."),
        ("when: trust < 4", "when: True", "Did you mean `true`?"),
        (
            "units: [aim-l2-mentoring, aim-l2-peer-mentoring]",
            "units: aim-l2-mentoring",
            "Write `[aim-l2-mentoring]`.",
        ),
        (
            "units: [aim-l2-mentoring, aim-l2-peer-mentoring]",
            "units: aim-l2-mentoring, aim-l2-peer-mentoring",
            "Write `[aim-l2-mentoring, aim-l2-peer-mentoring]`.",
        ),
        (
            "mentee: {name: Jordan, about: ",
            "mentee: {name: Jordan, in her first year, about: ",
            "Between curly brackets, put a text with a comma in quotes.",
        ),
        (
            "units: [aim-l2-mentoring, aim-l2-peer-mentoring]",
            "units:\n  – aim-l2-mentoring\n  – aim-l2-peer-mentoring",
            LIST_LINE,
        ),
        ("fails: [safeguarding-referral]", "fails:\n          • safeguarding-referral", LIST_LINE),
        ("        mistake: ascentis-l1-mentoring.solve\n", MISTAKE_WITH_A_DASH, LIST_LINE),
        (
            "{outcome: acceptable, debrief: Jordan is safe to talk to you again. "
            "College is still slipping.}",
            "\n      outcome:acceptable",
            "Put a space after the colon.",
        ),
        ("chosen(discloses.dig)", "chosen(discloses.digs)", "Did you mean `dig`?"),
        ("when: trust < 4", "when: trus < 4", "Did you mean `trust`?"),
        ("feedback: each", "feedback: ech", None),
    ],
)
def test_a_hint_says_what_to_do_next(old: str, new: str, hint: str | None) -> None:
    found = only(changed((old, new)))
    assert found.hint == hint


def test_true_is_not_offered_for_trust_where_no_variable_is_declared() -> None:
    text = changed((TRUST + "\n", ""))
    hints = {f.hint for f in findings(text) if f.code == "unknown-variable"}
    assert hints == {"Declare it under `variables:`."}


def test_a_field_that_is_empty_in_a_block_is_no_text_with_a_comma() -> None:
    found = [f for f in findings(changed(("level: 2", "lvel:"))) if f.code == "unknown-field"]
    assert [f.hint for f in found] == ["Did you mean `level`?"]


def test_a_broken_declaration_does_not_make_every_use_of_it_wrong() -> None:
    text = changed(
        (TRUST, "  trust: {start: 2}"), ("  discloses:", "  Discloses:"), (LISTENING, "  x: {}")
    )
    codes = [f.code for f in findings(text)]
    assert codes.count("missing-field") == 3  # the bounds of trust, and the marks of x
    assert "unknown-variable" not in codes
    assert "bad-condition" not in codes


def test_everything_wrong_is_reported_in_one_run_in_the_order_of_the_file() -> None:
    text = changed(
        ("level: 2", "level: 9"),
        ("start: opening", "start: x"),
        ("feedback: An open question", "fedback: An open question"),
        ("when: trust < 4", "when: trust <"),
        ("outcome: acceptable", "outcome: fine"),
        ("percent: 100", "percent: '100'"),
    )
    found = findings(text)
    assert [f.code for f in found] == [
        "wrong-type",
        "unknown-node",
        "missing-field",
        "unknown-field",
        "bad-condition",
        "wrong-type",
        "wrong-type",
    ]
    assert all((a.line, a.column) <= (b.line, b.column) for a, b in pairwise(found))
    assert all(f.path == "here.yaml" and f.message for f in found)


def test_the_last_way_on_has_no_condition_and_all_others_have_one() -> None:
    ways = "[{to: plan}, {when: told_limits, to: plan}]"
    text = changed(("goto: plan", f"goto: {ways}"))
    assert [(f.code, at(text, f)) for f in findings(text)] == [
        ("missing-field", "{to: plan}, {when: told_limits, to: plan}]"),
        ("wrong-type", "when: told_limits, to: plan}]"),
    ]


def test_a_text_may_be_as_long_as_one_message_in_utf_16_units() -> None:
    longest = "🙂" * 2048
    assert findings(changed(("title: Locked out", f"title: {longest}"))) == ()
    found = only(changed(("title: Locked out", f"title: {longest}x")))
    assert (found.code, found.line, found.column) == ("too-long", 3, 8)


def test_the_choices_of_a_node_fit_one_message_together() -> None:
    def text(length: int) -> str:
        return changed(
            ("say: I did, and I was wrong", f"say: {'x' * 2000} #"),
            ("say: I know, but", f"say: {'y' * length} #"),
        )

    assert findings(text(4096 - 2000 - len("1. \n2. "))) == ()
    found = only(text(4097 - 2000 - len("1. \n2. ")))
    assert (found.code, found.node) == ("too-long", "let-down")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_length_in_utf_16_units_counts_letters_beyond_the_first_plane_twice(text: str) -> None:
    assert utf16_length(text) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)


@pytest.mark.parametrize("source", ["- a\n- b\n", "words", "12"])
def test_a_file_that_is_no_map_is_told_so(source: str) -> None:
    found = only(source)
    assert (found.line, found.column, found.code) == (1, 1, "wrong-type")
    assert found.message.startswith("This file must be a map with `format`, `id`")


def test_a_file_that_is_not_yaml_gets_that_error_alone() -> None:
    assert only(changed(("title: Locked out", "title: Locked: out"))).code == "not-yaml"


def test_an_empty_file_misses_every_required_field() -> None:
    found = findings("")
    assert [f.code for f in found] == ["missing-field"] * 9


def test_messages_quote_no_more_than_a_line_of_the_file() -> None:
    found = only(changed(("start: opening", "start: |\n  " + "very long\n  " * 100)))
    assert len(found.message) < 120
    assert "\n" not in found.message


def test_thousands_of_unknown_names_are_all_reported_and_the_first_get_hints() -> None:
    report = Report("here.yaml")
    known = [f"node-{number}" for number in range(1000)]
    hints = [report.nearest("node-x", known) for _ in range(3000)]
    assert hints[0] == hints[10] is not None
    assert hints[-1] is None


# What the page allows is not refused.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("level: 2", "level:"),
        ("content_note: Mentions a young person being put out of his home.", "content_note:"),
        ("units: [aim-l2-mentoring, aim-l2-peer-mentoring]", "units: []"),
        ("id: locked-out", "id: " + "a" * 40),
        ("id: locked-out", "id: yes"),
        ("title: Locked out", "title: No"),
        ("title: Locked out", "title: 12:30"),
        ("title: Locked out", "title: ~"),
        ("level: 2", "law_checked: 2026-03-31"),
        ("level: 2", "nation: wales\nauthor: A tutor\nnotes: For tutors"),
        ("    mentee: It's just home stuff.", "    scene: He shrugs."),
        ("    thought: Please", "    speaker: Mrs Rahman\n    thought: Please"),
        ("        awards: {empowerment: 2}", "        awards: {}\n        notes: x"),
        ("{trust: 1}", "{trust: -20}"),
        ("{told_limits: true}", "{trust: 99, told_limits: false}"),
        ("mistake: aim-l2-mentoring.never-share", "mistake: [aim-l2-mentoring.never-share]"),
        ("        goto: plan", "        goto: [{to: plan}]"),
        ("told_limits: false", "told_limits: true\n  Upper_2: false"),
        ("when: trust < 4", "when: true"),
        ("    percent: 100\n", ""),
        ("feedback: each", "feedback: 'each'"),
    ],
)
def test_what_the_page_allows_is_accepted(old: str, new: str) -> None:
    assert findings(changed((old, new))) == ()
