"""Why the bot can't start. How to say it is up to the command line."""

from pathlib import Path


class CannotStart(Exception):
    """Something that the operator has to put right before the bot can start."""


class NoToken(CannotStart):
    """No bot token was given."""


class BadToken(CannotStart):
    """Telegram does not know the token."""


class TelegramUnreachable(CannotStart):
    """The Bot API at `address` did not answer for `seconds`; `kind` names the last error."""

    def __init__(self, address: str, seconds: float, kind: str) -> None:
        super().__init__(address, seconds, kind)
        self.address = address
        self.seconds = seconds
        self.kind = kind


class TelegramRefused(CannotStart):
    """Telegram refused a call that starting needs; `reason` is what it said."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(method, reason)
        self.method = method
        self.reason = reason


class CannotListen(CannotStart):
    """The address can't be listened on; `reason` is what the system says."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host, port, reason)
        self.host = host
        self.port = port
        self.reason = reason


class NoSuchFolder(CannotStart):
    """A folder of scenarios is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class DuplicateScenario(CannotStart):
    """Two files hold a scenario of one id."""

    def __init__(self, scenario: str, first: Path, second: Path) -> None:
        super().__init__(scenario, str(first), str(second))
        self.scenario = scenario
        self.first = first
        self.second = second


class NotReady(Exception):
    """The bot can't take updates yet; whoever sent one should send it again."""
