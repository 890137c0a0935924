"""`rehearse` in a terminal, as its users see it and type at it."""

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

COMMAND = Path(sys.executable).with_name("rehearse")

_IN_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal on standard input the one whose Ctrl-C reaches the command, even where
the tests themselves run in the background and ignore it."""


class Terminal:
    """A sub-command of `rehearse` in a terminal of its own."""

    def __init__(self, *arguments: str, columns: int = 80, **environment: str) -> None:
        self._master, slave = pty.openpty()
        plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        settings = {"TERM": "xterm-256color", "COLUMNS": str(columns), **environment}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IN_TERMINAL, COMMAND, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**plain, **settings},
        )
        os.close(slave)
        self.seen = ""

    def wait_for(self, words: str) -> None:
        """Read until the words are seen, after whatever was seen before."""
        start = len(self.seen)
        while words not in self.seen[start:]:
            self.seen += os.read(self._master, 4096).decode()

    def begin(self) -> None:
        """Go on from the content note to the first choices."""
        self.wait_for("leave:")
        self.type("\r")
        self.wait_for("leave:")

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def interrupt(self) -> None:
        """Type Ctrl-C until it is heard: Python misses one just before it waits for a line."""
        while self._process.poll() is None:
            self.type("\x03")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)

    def end(self) -> int:
        """Read to the end and return the exit code."""
        try:
            while block := os.read(self._master, 4096):
                self.seen += block.decode()
        except OSError:  # how a terminal tells that nobody is at its other side any more
            pass
        os.close(self._master)
        return self._process.wait()
