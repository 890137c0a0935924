"""What is said when a command can't do its work: what is wrong, where, and what to do next."""

from dataclasses import dataclass
from functools import singledispatch

from bot import errors
from bot.centre.errors import BadValue as BadCentreValue
from bot.centre.errors import CentreError
from bot.cli import centre_problems
from bot.cli.cohort import UnreadableList
from bot.cli.explaining import NoSuchCode
from bot.cli.files import NoSuchPath
from bot.cli.graph import NoEnding
from bot.cli.new import AlreadyThere
from bot.cli.playing import NoWayOn
from bot.cli.sources import NoSuchScenario
from bot.cli.starting import BadValue, NoSuchNode, NoSuchVariable
from bot.settings import BadSetting, variable
from bot.storage import errors as storage
from bot.storage.errors import Reason
from scenarios.findings import Finding, InvalidFile
from scenarios.machine import ChoiceNotOffered

SOMETHING_WRONG = 1
WRONG_USAGE = 2

_DATABASE = {
    Reason.BAD_ADDRESS: "is no address of a database: it has to be sqlite:///path/to/file.db or"
    " postgresql://name@host/database",
    Reason.CANNOT_OPEN: "can't be opened: check that its folder is there and may be written to",
    Reason.NOT_A_DATABASE: "is not a database: name another file, or move this one away",
    Reason.READ_ONLY: "can't be written to: let this program write to the file and its folder",
    Reason.FULL: "has no room left: free some space on its disk",
    Reason.BUSY: "is in use by another program: stop that one first",
    Reason.DAMAGED: "is damaged: restore a backup with `rehearse db restore`",
    Reason.UNREACHABLE: "does not answer: check that the server runs and the address is right",
    Reason.REFUSED: "refused the name or password: check both in the address",
    Reason.NO_SUCH_DATABASE: "is not on that server: create it there with createdb",
    Reason.LOST: "went away: check its server or disk, then try again",
    Reason.CLOSED: "was closed already: start again",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What to print on the error stream, and the exit code to end with."""

    words: str
    exit_code: int = SOMETHING_WRONG


@singledispatch
def explain(error: Exception) -> Problem | None:
    """Put an error into words; None for one that no command expects, which is a fault of ours."""
    del error
    return None


@explain.register
def _(error: BadSetting) -> Problem:
    return Problem(
        f"{error.variable} can't be used: it has to be {error.meaning}."
        " Correct it in the environment or in the file .env.",
        WRONG_USAGE,
    )


@explain.register
def _(error: NoSuchScenario) -> Problem:
    near = f" Did you mean {error.nearest}?" if error.nearest else ""
    return Problem(
        f"There is no file and no scenario called {error.name}.{near}"
        " `rehearse play` lists the scenarios there are."
    )


@explain.register
def _(error: NoSuchPath) -> Problem:
    return Problem(f"There is no file and no folder {error.path}.", WRONG_USAGE)


@explain.register
def _(error: NoSuchCode) -> Problem:
    near = f" Did you mean {error.nearest}?" if error.nearest else ""
    return Problem(f"No finding has the code {error.code}.{near}", WRONG_USAGE)


@explain.register
def _(error: NoSuchNode) -> Problem:
    near = f" Did you mean {error.nearest}?" if error.nearest else ""
    return Problem(f"The scenario has no node {error.node}.{near}", WRONG_USAGE)


@explain.register
def _(error: NoSuchVariable) -> Problem:
    near = f" Did you mean {error.nearest}?" if error.nearest else ""
    return Problem(f"The scenario has no variable {error.variable}.{near}", WRONG_USAGE)


@explain.register
def _(error: BadValue) -> Problem:
    bounds = f"a whole number from {error.minimum} to {error.maximum}"
    kind = "true or false" if error.minimum is None else bounds
    return Problem(f"{error.variable} can't be {error.value}: it is {kind}.", WRONG_USAGE)


@explain.register
def _(error: NoEnding) -> Problem:
    return Problem(
        f"No path to an ending was found in {error.scenario}, so there is no best one to mark."
        " `rehearse check` says why."
    )


@explain.register
def _(error: AlreadyThere) -> Problem:
    return Problem(f"There is a file {error.path} already. Name another, or delete it first.")


@explain.register
def _(error: InvalidFile) -> Problem:
    return Problem("\n".join(finding_line(finding) for finding in error.findings))


@explain.register
def _(error: ChoiceNotOffered) -> Problem:
    if not error.offered:
        return Problem(f"{error.choice} is not on offer at {error.node}: nothing is.")
    offered = ", ".join(error.offered)
    return Problem(f"{error.choice} is not on offer at {error.node}. On offer there: {offered}.")


@explain.register
def _(error: NoWayOn) -> Problem:
    return Problem(
        f"The conversation can't go on from {error.node}: nothing is on offer there, and it is no"
        " ending. Give it an ending, an `otherwise`, or a choice that is always on offer."
    )


@explain.register
def _(error: errors.NoToken) -> Problem:
    del error
    return Problem(
        f"There is no bot token. Set {variable('bot_token')} to the one that BotFather gave you,"
        " in the environment or in the file .env.",
        WRONG_USAGE,
    )


@explain.register
def _(error: errors.BadToken) -> Problem:
    del error
    return Problem(
        f"Telegram does not know the bot token. Check {variable('bot_token')}, or ask BotFather"
        " for a new token."
    )


@explain.register
def _(error: errors.TelegramUnreachable) -> Problem:
    return Problem(
        f"Telegram did not answer at {error.address} for {error.seconds:g} seconds ({error.kind})."
        f" Check the network and {variable('api_url')}, then start again."
    )


@explain.register
def _(error: errors.TelegramRefused) -> Problem:
    return Problem(
        f"Telegram refused {error.method}: {error.reason}."
        f" Check {variable('webhook_url')} and the other settings, then start again."
    )


@explain.register
def _(error: errors.CannotListen) -> Problem:
    return Problem(
        f"Can't listen on {error.host}:{error.port}: {error.reason}."
        f" Free the port, or set {variable('listen')} to another."
    )


@explain.register
def _(error: errors.NoSuchFolder) -> Problem:
    return Problem(
        f"There is no folder {error.folder}. Make it, or take it out of {variable('scenarios')}.",
        WRONG_USAGE,
    )


@explain.register
def _(error: errors.DuplicateScenario) -> Problem:
    return Problem(
        f"There are two scenarios called {error.scenario}: {error.first} and {error.second}."
        " Give one of them another id."
    )


@explain.register
def _(error: storage.DatabaseUnavailable) -> Problem:
    return Problem(
        f"The database {error.address} {_DATABASE[error.reason]}"
        f" ({variable('database_url')} names it, and --database that of `rehearse try`)."
    )


@explain.register
def _(error: storage.SchemaTooNew) -> Problem:
    return Problem(
        f"A newer Rehearse made this database (schema {error.found}; this one knows {error.known})."
        " Install that version or a later one; the database was left as it is."
    )


@explain.register
def _(error: storage.SchemaBehind) -> Problem:
    if error.found is None:
        return Problem(
            "There is no database yet. `rehearse run` makes it when it first starts,"
            f" and {variable('database_url')} says where it is."
        )
    return Problem("An older Rehearse made this database. Run `rehearse db upgrade` first.")


@explain.register
def _(error: storage.NotABackup) -> Problem:
    return Problem(
        f"The file {error.path} is no whole Rehearse database."
        " Name one that `rehearse db backup` made."
    )


@explain.register
def _(error: storage.WouldOverwrite) -> Problem:
    return Problem(f"There is a file {error.path} already. Say --force to write over it.")


@explain.register
def _(error: storage.SameFile) -> Problem:
    return Problem(f"The file {error.path} is the database itself. Name another.")


@explain.register
def _(error: CentreError) -> Problem | None:
    words = centre_problems.words(error)
    code = WRONG_USAGE if isinstance(error, BadCentreValue) else SOMETHING_WRONG
    return None if words is None else Problem(words, code)


@explain.register
def _(error: UnreadableList) -> Problem:
    return Problem(f"{error.path} can't be read as a list: it has to be CSV in UTF-8, up to 1 MiB.")


@explain.register
def _(error: OSError) -> Problem | None:
    if error.filename is None or error.strerror is None:
        return None
    return Problem(f"Can't use {error.filename}: {error.strerror}.")


def finding_line(finding: Finding) -> str:
    """Return a finding as one line that editors understand, with its hint."""
    where = f"{finding.path}:{finding.line}:{finding.column}"
    hint = f" {finding.hint}" if finding.hint else ""
    return f"{where}: {finding.severity} {finding.code}: {finding.message}{hint}"
