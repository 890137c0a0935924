"""`rehearse check` finds everything wrong in files, for people and for programs."""

import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.cli.check import seldom_collecting
from scenarios.findings import ERRORS, WARNINGS
from scenarios.loading import library_files
from tests.unit.authored import EXAMPLE
from tests.unit.commands import CommandLine
from tests.unit.pieces import FIRST_WEEK, completed

ROOT = Path(__file__).parents[2]
BROKEN = FIRST_WEEK.replace("goto: plan", "goto: plans").replace("id: first-week", "id: broken")
UNEVEN = completed("id: uneven\n").replace(
    "Everyone hates their first week. It does get better.", "Cheer up!"
)


def write(shell: CommandLine, **files: str) -> None:
    for name, text in files.items():
        (shell.folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def found(shell: CommandLine, *arguments: str) -> list[dict[str, Any]]:
    printed: list[dict[str, Any]] = json.loads(shell.rehearse("check", *arguments, "--json").out)
    return printed


# For programs


def test_a_finding_has_exactly_the_fields_that_others_build_on(shell: CommandLine) -> None:
    write(shell, broken=BROKEN)
    assert found(shell, "broken.yaml") == [
        {
            "path": "broken.yaml",
            "line": 20,
            "column": 15,
            "severity": "error",
            "code": "unknown-node",
            "message": "There is no node `plans`.",
            "node": "opening",
            "hint": "Did you mean `plan`?",
        }
    ]


def test_nothing_wrong_is_an_empty_list(shell: CommandLine) -> None:
    write(shell, good=FIRST_WEEK)
    ran = shell.rehearse("check", "good.yaml", "--json")
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("good.yaml",), 0),
        (("good.yaml", "--strict"), 0),
        (("uneven.yaml",), 0),
        (("uneven.yaml", "--strict"), 1),
        (("broken.yaml",), 1),
        (("good.yaml", "broken.yaml"), 1),
        (("good.yaml", "nowhere.yaml"), 2),
        (("empty",), 2),
        (("empty", "--strict"), 2),
        (("empty", "good.yaml"), 0),
        (("good.yaml", "--watch", "--json"), 2),
        (("--explain", "no-such-code"), 2),
    ],
)
def test_the_exit_code_says_whether_something_is_wrong(
    shell: CommandLine, arguments: tuple[str, ...], code: int
) -> None:
    write(shell, good=FIRST_WEEK, uneven=UNEVEN, broken=BROKEN)
    (shell.folder / "empty").mkdir()
    assert shell.rehearse("check", *arguments).code == code


def test_a_folder_is_searched_with_its_folders_but_for_hidden_ones(shell: CommandLine) -> None:
    for place in ("a/b", "a/.hidden"):
        (shell.folder / place).mkdir(parents=True)
    for name in ("a/one.yaml", "a/b/two.yml", "a/.hidden/three.yaml", "a/four.txt"):
        (shell.folder / name).write_text(BROKEN.replace("id: broken", f"id: x{len(name)}"))
    assert [each["path"] for each in found(shell, "a")] == ["a/one.yaml", "a/b/two.yml"]


def test_a_file_named_twice_is_checked_once(shell: CommandLine) -> None:
    write(shell, broken=BROKEN)
    assert [each["code"] for each in found(shell, "broken.yaml", ".")] == ["unknown-node"]


def test_two_files_with_one_id_are_told_apart_by_their_names(shell: CommandLine) -> None:
    write(shell, one=FIRST_WEEK, two=FIRST_WEEK)
    (finding,) = found(shell, ".")
    assert (finding["path"], finding["code"]) == ("two.yaml", "duplicate-scenario")
    assert "one.yaml" in finding["message"]


def test_without_a_path_the_library_is_checked(shell: CommandLine) -> None:
    assert f"\n{len(library_files())} files checked: no errors, " in shell.rehearse("check").out


# For people


def test_a_finding_stands_with_its_line_its_place_and_what_to_do(shell: CommandLine) -> None:
    write(shell, broken=BROKEN)
    assert shell.rehearse("check", "broken.yaml").out == (
        "broken.yaml:20:15: error unknown-node: There is no node `plans`.\n"
        "    20 |         goto: plans\n"
        "       |               ^\n"
        "    Did you mean `plan`?\n"
        "\n"
        "1 file checked: 1 error, no warnings.\n"
    )


def test_the_place_is_right_behind_wide_letters_and_in_a_long_line(shell: CommandLine) -> None:
    write(shell, wide=FIRST_WEEK.replace("start: opening", f"{{日本: {'x' * 300}, start: y}}", 1))
    write(shell, long=f"title: [{'a, ' * 100}\nstart: opening\n")
    for name in ("wide", "long"):
        printed = shell.rehearse("check", f"{name}.yaml").out.splitlines()
        assert max(len(line) for line in printed if " | " in line) < 100


def test_what_a_file_says_steers_no_terminal(shell: CommandLine) -> None:
    (shell.folder / "bad.yaml").write_bytes(b"title: \x1b[31mred\x1b[0m [bold]loud[/bold]\n")
    ran = shell.rehearse("check", "bad.yaml")
    assert "\x1b" not in ran.out
    assert "[bold]loud[/bold]" in ran.out


def test_a_scenario_that_plays_is_summed_up(shell: CommandLine) -> None:
    write(shell, example=EXAMPLE)
    out = shell.rehearse("check", "example.yaml").out
    assert "9 nodes, 3 endings, 51 paths." in out
    assert "Best path 100%, worst 0%." in out
    assert "Clicking at random scores " in out
    assert "Always the longest choice reaches the standard in " in out


def test_a_scenario_that_goes_in_circles_says_so(shell: CommandLine) -> None:
    text = FIRST_WEEK.replace("goto: drifts", "goto: opening\n        once: false")
    write(shell, circle=text)
    assert "paths without number: it can go in circles." in shell.rehearse("check", ".").out


def test_of_thousands_of_findings_the_first_hundred_are_printed(shell: CommandLine) -> None:
    many = "".join(f"x{number}: y\n" for number in range(3_000))
    (shell.folder / "[red]many.yaml").write_text(many, encoding="utf-8")
    out = shell.rehearse("check", ".").out
    assert out.count(" error ") == 100
    assert "[red]many.yaml: and 2,909 more; --json has them all." in out


def test_a_folder_without_scenarios_says_so(shell: CommandLine) -> None:
    (shell.folder / "empty").mkdir()
    ran = shell.rehearse("check", "empty", "--json")
    assert (ran.code, ran.out) == (2, "[]\n")
    assert ran.err == "There are no scenarios (*.yaml or *.yml) in empty.\n"


def test_a_path_that_is_not_there_is_named(shell: CommandLine) -> None:
    ran = shell.rehearse("check", "nowhere.yaml")
    assert (ran.out, ran.err) == ("", "There is no file and no folder nowhere.yaml.\n")


def test_every_path_that_is_not_there_is_named_and_the_rest_is_checked(
    shell: CommandLine,
) -> None:
    write(shell, good=FIRST_WEEK)
    ran = shell.rehearse("check", "nope.yaml", "good.yaml", "nor-this.yaml")
    assert ran.code == 2
    assert "1 file checked: no errors, " in ran.out
    assert ran.err.splitlines() == [
        "There is no file and no folder nope.yaml.",
        "There is no file and no folder nor-this.yaml.",
    ]


def test_a_broken_link_is_a_finding_and_the_rest_is_checked(shell: CommandLine) -> None:
    (shell.folder / "a.yaml").symlink_to("gone.yaml")
    write(shell, broken=BROKEN)
    assert [(each["path"], each["code"]) for each in found(shell, ".")] == [
        ("a.yaml", "not-yaml"),
        ("broken.yaml", "unknown-node"),
    ]


def test_a_pipe_in_a_folder_is_left_alone(shell: CommandLine) -> None:
    write(shell, good=FIRST_WEEK)
    os.mkfifo(shell.folder / "pipe.yaml")
    assert shell.rehearse("check", ".").code == 0


def test_every_code_is_explained(shell: CommandLine) -> None:
    for code in (*ERRORS, *WARNINGS):
        ran = shell.rehearse("check", "--explain", code)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"# {code}\n")


def test_a_code_that_is_misspelt_gets_the_nearest(shell: CommandLine) -> None:
    ran = shell.rehearse("check", "--explain", "deadend")
    assert ran.err == "No finding has the code deadend. Did you mean dead-end?\n"


# How it is done


def test_a_check_leaves_the_garbage_collector_as_it_was(shell: CommandLine) -> None:
    write(shell, good=FIRST_WEEK)
    before = gc.get_threshold()
    shell.rehearse("check", "good.yaml")
    assert gc.get_threshold() == before
    with seldom_collecting():
        assert gc.isenabled()
        assert gc.get_threshold()[0] > before[0]


# Hostile and odd files

_BOMB = "a: &a [x, x]\n" + "".join(f"k{n}: &b{n} [*a, *a, *a]\n" for n in range(30_000))
_HOSTILE = {
    "aliases": _BOMB.encode(),
    "tags": b"title: !!python/object/apply:os.system ['true']\n" * 20_000,
    "huge": b"x" * 50_000_000,
    "brackets": b"[" * 50_000,
    "braces": b"{a: " * 50_000,
    "not-utf-8": b"title: \xff\xfe\n",
    "utf-16": "title: First week\n".encode("utf-16"),
    "nul": b"title: a\x00b\n",
    "tabs": b"mentee:\n\tname: Amina\n",
    "keys": b"".join(b"? [a, b]\n: c\n" for _ in range(20_000)),
    "documents": b"--- a\n" * 100_000,
    "wide": b"".join(b"k%d: {}\n" % number for number in range(60_000)),
    "nodes": b"nodes:\n" + b"".join(b"  n%d: {}\n" % number for number in range(30_000)),
}


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


_MEASURED = """
import json, sys, time
from pathlib import Path
from scenarios.catalogue import load_catalogue
from scoring.checking import check_together
catalogue = load_catalogue()
began = time.process_time()
(file,) = check_together([Path(sys.argv[1])], catalogue)
spent = time.process_time() - began
(peak,) = (int(line.split()[1]) / 1024 for line in open("/proc/self/status") if "VmHWM" in line)
print(json.dumps([len(file.findings), file.findings[0].code, spent, peak]))
"""


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_file_gets_its_error_quickly_and_in_little_memory(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_bytes(_HOSTILE[name])
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(file)],
        cwd=ROOT,
        preexec_fn=_limited,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    findings, code, seconds, megabytes = json.loads(done.stdout)
    assert findings >= 1
    assert code in ERRORS
    assert megabytes < 200
    assert seconds < 5, "a second on a quiet machine"


def test_a_byte_order_mark_and_windows_line_ends_are_fine(shell: CommandLine) -> None:
    text = "\ufeff" + BROKEN.replace("\n", "\r\n")
    (shell.folder / "windows.yaml").write_bytes(text.encode())
    (finding,) = found(shell, "windows.yaml")
    assert (finding["line"], finding["column"]) == (20, 15)
    assert (
        "    20 |         goto: plans\n       |               ^\n"
        in shell.rehearse("check", "windows.yaml").out
    )


# Watching


def test_a_watched_file_is_checked_again_when_it_changes_until_ctrl_c(tmp_path: Path) -> None:
    file = tmp_path / "watched.yaml"
    file.write_text(FIRST_WEEK, encoding="utf-8")
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", "check", "--watch"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "watched.yaml"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout is not None
        until(watching.stdout, "no errors")
        until(watching.stdout, "Waiting for a change. Ctrl-C stops.")
        file.write_text(BROKEN, encoding="utf-8")
        until(watching.stdout, "1 error")
        until(watching.stdout, "Waiting for a change")
        file.unlink()
        until(watching.stdout, "watched.yaml is not there any more.")
        until(watching.stdout, "Waiting for a change")
        file.write_text(FIRST_WEEK, encoding="utf-8")
        until(watching.stdout, "no errors")
        until(watching.stdout, "Waiting for a change")
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=60) == 0


def until(lines: Any, words: str) -> None:
    """Read lines until one has these words in it."""
    assert any(words in line for line in lines), words


def test_watching_what_is_not_there_ends_at_once(shell: CommandLine) -> None:
    began = time.monotonic()
    assert shell.rehearse("check", "--watch", "nowhere.yaml").code == 2
    assert time.monotonic() - began < 60
