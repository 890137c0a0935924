"""Buttons of those who write, review and publish scenarios for a centre.

As in `bot.telegram.centre_buttons`, `me` is the id of a membership of whoever taps, and names the
centre. `id` is that of one version of a scenario there.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class ListScenarios:
    """Show a page (from 0) of the scenarios of one's centres."""

    page: int


@dataclass(frozen=True, slots=True)
class SendTo:
    """Send the file that the tapped message answers to one of one's centres."""

    me: str


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Show a page (from 0) of what is wrong in the file that the tapped message answers."""

    page: int


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """Show a page (from 0) of what the check says of a version."""

    me: str
    id: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowScenario:
    """Show a version, its graph, and what can be done with it."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class PreviewScenario:
    """Try a version out."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class PublishScenario:
    """Publish a draft, or ask for the review that it needs."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class DiscardScenario:
    """Delete a draft."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class ApproveScenario:
    """Publish what somebody else wrote."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class SendScenarioBack:
    """Give a scenario back to its author."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class WithdrawScenario:
    """Let nobody begin a scenario any more."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class ShareScenario:
    """Get the link to a scenario, and its QR code."""

    me: str
    id: str


@dataclass(frozen=True, slots=True)
class PrintScenario:
    """Get a scenario as a booklet."""

    me: str
    id: str


VersionButton: TypeAlias = (
    ShowScenario
    | ScenarioPage
    | PreviewScenario
    | PublishScenario
    | DiscardScenario
    | ApproveScenario
    | SendScenarioBack
    | WithdrawScenario
    | ShareScenario
    | PrintScenario
)
PublishingButton: TypeAlias = ListScenarios | SendTo | FindingsPage | VersionButton

PREFIXES: dict[str, type[Any]] = {
    "scenarios": ListScenarios,
    "scenario": ShowScenario,
    "scenariopage": ScenarioPage,
    "sendto": SendTo,
    "findings": FindingsPage,
    "preview": PreviewScenario,
    "publish": PublishScenario,
    "discard": DiscardScenario,
    "approve": ApproveScenario,
    "sendback": SendScenarioBack,
    "withdraw": WithdrawScenario,
    "share": ShareScenario,
    "print": PrintScenario,
}
