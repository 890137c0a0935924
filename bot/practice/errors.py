"""What can go wrong in practice that is nobody's mistap."""


class PinnedVersionUnreadable(Exception):
    """An attempt is pinned to a scenario version that this program can no longer play."""

    def __init__(self, scenario: str, version: str) -> None:
        super().__init__(f"{scenario} {version}")
        self.scenario = scenario
        self.version = version
