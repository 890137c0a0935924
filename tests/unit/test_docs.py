"""The pages for people: what they show works, and what they point at is there.

Fenced blocks say what they are by their language. `console` is carried out and must answer as
shown (`...` stands for anything); `sh` is only checked, its commands being for a real server or a
fresh machine; `yaml` is a whole scenario, which the `console` blocks of its page find under its
id, or a piece of one; `sql` runs on a new database.
"""

import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
import typer
from markdown_it.token import Token

from bot.cli.main import app
from bot.storage.opening import upgrade
from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.findings import InvalidScenario
from scenarios.format import SCENARIO
from scenarios.loading import load_scenario
from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario
from scenarios.shapes import Either, ListOf, MapOf, Record
from scoring.marking import mark
from tests.unit.manual import ROOT, carry_out, fences, tokens
from tools.reference import FOLDER as REFERENCE

PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if page.parent != ROOT / REFERENCE
)
REFERENCES = list((ROOT / REFERENCE).glob("*.md"))
NEEDS_THE_WHOLE = {
    "missing-field",
    "unknown-node",
    "unknown-variable",
    "unknown-marking-point",
    "bad-condition",
    "failed-test",
}
"""What a piece of a scenario may be found to lack."""
GUIDE = {f"docs/tutors/{name}.md" for name in ("first-scenario", "believable", "marking")}
"""The pages whose pieces are completed, or add up to a file; test_guide.py looks after them."""


def having(language: str) -> list[str]:
    """Return the pages with blocks of one language."""
    return [page for page in PAGES if fences(page, language)]


def inlines(page: str) -> Iterator[Token]:
    """Yield every link, picture and piece of text of a page."""
    for token in tokens(page):
        yield from token.children or []


def named(page: str) -> list[str]:
    """Return what stands in code marks on a page."""
    return [each.content for each in inlines(page) if each.type == "code_inline"]


def targets(page: str) -> list[str]:
    """Return where the links and pictures of a page point."""
    html = "".join(each.content for each in tokens(page) if each.type == "html_block")
    found = [str(each.attrGet("href") or each.attrGet("src") or "") for each in inlines(page)]
    return [target for target in (*found, *re.findall(r'(?:src|href)="(.+?)"', html)) if target]


@cache
def anchors(page: str) -> set[str]:
    """Return the anchors that a page's headings make."""
    parsed = tokens(page)
    titles = [
        parsed[at + 1].content for at, each in enumerate(parsed) if each.type == "heading_open"
    ]
    words = [re.sub(r"[^\w\- ]", "", title.lower()) for title in titles]
    return {word.replace(" ", "-") for word in words}


def scenarios(page: str) -> dict[str, str]:
    """Return the whole scenarios that a page shows, by file name."""
    whole = [block for block in fences(page, "yaml") if block.startswith("format:")]
    return {f"{re.findall(r'^id: (.+)$', text, re.M)[0]}.yaml": text for text in whole}


@pytest.mark.parametrize("page", [each for each in having("console") if each not in GUIDE])
def test_examples_answer_as_shown(page: str, tmp_path: Path) -> None:
    """The commands of a page, carried out in order in one folder, print what the page shows."""
    for name, text in scenarios(page).items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    for block in fences(page, "console"):
        carry_out(block, tmp_path)


@pytest.mark.parametrize("page", having("sh"))
def test_commands_exist(page: str) -> None:
    """Each `make` target, `rehearse` command and option that a page names is there."""
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for block in fences(page, "sh"):
        for line in re.sub(r"\\\n", " ", block).splitlines():
            words = shlex.split(line, comments=True)
            for at, word in enumerate(words):
                if word == "make":
                    assert words[at + 1].partition("=")[0] in made | {"PYTHON"}, line
                if word == "rehearse" or word.endswith("/rehearse"):
                    check_usage(words[at + 1 :], line)


def check_usage(words: list[str], line: str) -> None:
    """Follow the words of a command line through the groups of `rehearse`."""
    command = typer.main.get_command(app)
    while words and isinstance(command, typer.core.TyperGroup) and not words[0].startswith("-"):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    known = {"--help", *(option for each in command.params for option in each.opts)}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, line


EXPLAINED = "docs/findings/"
"""The pages whose examples have something wrong; test_findings_pages.py looks after them."""


@pytest.mark.parametrize(
    "page", [each for each in having("yaml") if EXPLAINED not in each and each not in GUIDE]
)
def test_scenarios_load(page: str) -> None:
    """A whole scenario plays as its tests say; a piece of one lacks only what is not shown."""
    catalogue = load_catalogue()
    whole = scenarios(page).values()
    for block in fences(page, "yaml"):
        if block in whole:
            plays_as_its_tests_say(load_scenario(block.encode(), page, catalogue), catalogue)
            continue
        with pytest.raises(InvalidScenario) as caught:
            load_scenario(block.encode(), page, catalogue)
        wrong = [each for each in caught.value.findings if each.code not in NEEDS_THE_WHOLE]
        assert not wrong, block


@pytest.mark.parametrize("page", having("sql"))
async def test_statements_fit_the_database(page: str, tmp_path: Path) -> None:
    """The SQL that a page gives runs on a database as the program makes it."""
    file = tmp_path / "rehearse.db"
    await upgrade(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database:
        for block in fences(page, "sql"):
            database.executescript(block)


def plays_as_its_tests_say(scenario: Scenario, catalogue: Catalogue) -> None:
    """Play every test that a scenario carries."""
    machine = ScenarioMachine(scenario)
    assert scenario.tests
    for test in scenario.tests:
        state = machine.begin()
        for choice in test.choose:
            state = machine.advance(state, choice)
        marks = mark(machine, state.turns, catalogue)
        assert test.ends in {None, state.node}, test.name
        assert test.percent in {None, marks.percent}, test.name
        assert test.achieved in {None, marks.achieved}, test.name
        for point, expected in (test.marks or {}).items():
            assert marks.points[point].marks == expected, test.name


def fields(shape: object) -> Iterator[str]:
    """Yield the name of every field within a part of the format."""
    match shape:
        case Record(_, required, optional):
            for name, inner in (*required.items(), *optional.items()):
                yield name
                yield from fields(inner)
        case ListOf(inner) | MapOf(_, inner):
            yield from fields(inner)
        case Either(single, otherwise):
            yield from fields(single)
            yield from fields(otherwise)


def test_the_format_page_explains_every_field() -> None:
    """Each field of the scenario format is named on the page that explains the format."""
    page = "docs/tutors/format.md"
    shown = " ".join([*fences(page, "yaml"), *named(page)])

    for field in fields(SCENARIO):
        assert re.search(rf"\b{field}\b", shown), field


def test_the_architecture_page_shows_the_whole_house() -> None:
    """Each folder of code is named on the page that maps it."""
    packages = [ROOT / name for name in ("bot", "scenarios", "scoring")]
    folders = {file.parent for package in packages for file in package.rglob("*.py")}
    ours = {each.relative_to(ROOT).as_posix() for each in folders if each.name != "versions"}
    named_there = set(named("ARCHITECTURE.md"))

    for folder in ours - {"bot", "bot/storage/migrations"}:
        assert f"{folder}/" in named_there, folder


@pytest.mark.parametrize("page", PAGES)
def test_blocks_say_what_they_are(page: str) -> None:
    """Every fenced block names a language that some test looks after, or is plain text."""
    languages = {each.info for each in tokens(page) if each.type == "fence"}

    assert languages <= {"console", "sh", "sql", "text", "yaml"}


def test_the_log_says_what_operators_are_told_to_look_for() -> None:
    """Every event that the operators' page lists is one that the program logs."""
    page = (ROOT / "docs/operators/running.md").read_text("utf-8")
    events = re.findall(r"^\| `(\w+ [^`]+)` \|", page, re.MULTILINE)
    code = "".join(file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.py"))

    assert events
    for event in events:
        assert f'"{event}"' in code, event


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every link inside the project leads to a file, and to a heading of it if it names one."""
    for target in targets(page):
        if re.match("[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.relative_to(ROOT).as_posix()), target


def test_every_page_is_found_from_the_readme() -> None:
    """Following links from the README leads to every page, also those written from the code."""
    found, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        found.add(page)
        paths = {each.partition("#")[0] for each in targets(page) if ":" not in each}
        linked = {((ROOT / page).parent / path).resolve() for path in paths if path.endswith(".md")}
        waiting += {each.relative_to(ROOT).as_posix() for each in linked} - found

    assert found == {*PAGES, *(page.relative_to(ROOT).as_posix() for page in REFERENCES)}


@pytest.mark.parametrize("page", PAGES)
def test_named_files_exist(page: str) -> None:
    """Every file of the project that a page names in code marks is there."""
    pattern = re.compile(r"(?:bot|scenarios|scoring|tests|tools|docs)/[\w./-]*")
    for name in filter(pattern.fullmatch, named(page)):
        assert (ROOT / name).exists(), name
