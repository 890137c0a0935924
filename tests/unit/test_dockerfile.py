"""The Dockerfile, carried out without Docker: its steps, in a folder that stands for the image."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pathspec import PathSpec

ROOT = Path(__file__).parents[2]
IGNORED = PathSpec.from_lines("gitignore", (ROOT / ".dockerignore").read_text().splitlines())


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions, each with the rest of its line."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line)]


def values(instruction: str) -> list[str]:
    """Return what stands after every occurrence of an instruction."""
    return [rest for word, rest in instructions() if word == instruction]


def copied() -> list[str]:
    """Return every path that is copied from the project."""
    from_project = [rest for rest in values("COPY") if not rest.startswith("--from")]
    return [source for rest in from_project for source in rest.split()[:-1]]


def sent_to_docker(source: str) -> Iterator[Path]:
    """Yield the files under a path of the project that .dockerignore lets through."""
    path = ROOT / source
    for file in path.rglob("*") if path.is_dir() else [path]:
        relative = file.relative_to(ROOT)
        if file.is_file() and not IGNORED.match_file(relative):
            yield relative


@dataclass
class Image:
    """A folder in the place of the image: absolute paths of the Dockerfile lie inside it."""

    root: Path
    environment: dict[str, str]
    workdir: str = "/"

    def inside(self, text: str) -> str:
        """Move the absolute paths of the image, in a command or value, under the folder."""
        return re.sub(r"(?<![\w.])/(?=(?:opt|data|build)\b)", f"{self.root}/", text)

    def path(self, text: str) -> Path:
        """Return where a path of the image is, relative ones being under its workdir."""
        return self.root / str(Path(self.workdir) / text).lstrip("/")

    def run(self, command: str | list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command, or a line of shell, with the environment of the image."""
        return subprocess.run(
            ["sh", "-c", self.inside(command)] if isinstance(command, str) else command,
            check=False,
            cwd=self.path("."),
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
        )

    def carry_out(self, instruction: str, rest: str) -> None:
        """Do what an instruction says; those that only describe the image do nothing."""
        match instruction:
            case "FROM":
                self.workdir = "/"
            case "WORKDIR":
                self.workdir = rest
                self.path(".").mkdir(parents=True, exist_ok=True)
            case "COPY" if not rest.startswith("--from"):
                for source in rest.split()[:-1]:
                    self.copy(source)
            case "RUN":
                done = self.run(rest)
                assert done.returncode == 0, done.stderr
            case "ENV":
                for name, value in re.findall(r"(\w+)=(\S+)", rest):
                    whole = value.replace("$PATH", self.environment["PATH"])
                    self.environment[name] = self.inside(whole)

    def copy(self, source: str) -> None:
        """Copy a path of the project, without what .dockerignore holds back."""
        for file in sent_to_docker(source):
            self.path(str(file)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, self.path(str(file)))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image, built with a bare Python and what pip needs to reach its index."""
    root = tmp_path_factory.mktemp("image")
    (root / "bin").mkdir()
    bare = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    (root / "bin" / "python").symlink_to(bare)
    ours = {name: value for name, value in os.environ.items() if re.search("^PIP_|CERT", name)}
    image = Image(root, {**ours, "PATH": f"{root}/bin:/usr/bin:/bin"})
    for instruction, rest in instructions():
        image.carry_out(instruction, rest)
    return image


@pytest.fixture
def health_port() -> Iterator[tuple[int, list[int]]]:
    """A port that answers /healthz with the last status of the list beside it."""
    statuses = [200]

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(statuses[-1] if self.path == "/healthz" else 404)
            self.end_headers()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, statuses
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_copied_path_reaches_docker() -> None:
    """What the Dockerfile copies exists and .dockerignore lets it through."""
    assert copied()
    for source in copied():
        assert list(sent_to_docker(source)), source


def test_nothing_private_reaches_docker() -> None:
    """The project's history, settings, databases and tests stay outside the image."""
    for path in (".env", ".git/config", "var/rehearse.db", "tests/conftest.py", ".venv/bin/pip"):
        assert IGNORED.match_file(path), path


def test_the_bot_is_no_administrator() -> None:
    """The last user named is a number other than root's, so a cluster can check it."""
    uid, _, gid = values("USER")[-1].partition(":")

    assert int(uid) > 0
    assert int(gid) > 0
    assert f"--chown={uid}:{gid} /data /data" in " ".join(values("COPY"))


@pytest.mark.slow
def test_what_later_stages_take_was_made(image: Image) -> None:
    """Each path copied from an earlier stage is there, and that stage has its name."""
    stages = re.findall(r" AS (\w+)", " ".join(values("FROM")))

    for rest in values("COPY"):
        if taken := re.match(r"--from=(\w+) (?:--chown=\S+ )?(\S+)", rest):
            assert taken[1] in stages
            assert image.path(taken[2]).exists()


@pytest.mark.slow
def test_the_image_plays_a_scenario(image: Image) -> None:
    """The installed command finds the scenarios and all else it needs, outside the project."""
    played = image.run(["rehearse", "play", "promise-first", "--choose", "", "--json"])

    assert played.returncode == 0, played.stderr
    assert json.loads(played.stdout)["offered"]


@pytest.mark.slow
def test_the_image_explains_findings(image: Image) -> None:
    """The pages on what can be found wrong are installed with the command."""
    explained = image.run(["rehearse", "check", "--explain", "dead-end"])

    assert explained.stdout == (ROOT / "docs/findings/dead-end.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_image_starts_the_bot(image: Image) -> None:
    """What the image starts is `rehearse run`, which asks for its token when it has none."""
    command = json.loads(values("ENTRYPOINT")[-1]) + json.loads(values("CMD")[-1])

    started = image.run(command)

    assert command == ["rehearse", "run"]
    assert started.returncode == 2
    assert "REHEARSE_BOT_TOKEN" in started.stderr


@pytest.mark.slow
def test_the_image_knows_whether_it_is_healthy(
    image: Image, health_port: tuple[int, list[int]]
) -> None:
    """The health check follows the port that is set, and fails when the bot is not well."""
    port, statuses = health_port
    (check,) = (json.loads(rest.partition("CMD ")[2]) for rest in values("HEALTHCHECK"))
    listen = {"REHEARSE_LISTEN": f"0.0.0.0:{port}"}

    assert image.run(check, **listen).returncode == 0
    statuses.append(503)
    assert image.run(check, **listen).returncode == 1
