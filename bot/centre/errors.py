"""What can be refused in a centre. How to say it is decided at the edge."""

from bot.centre.roles import Role


class CentreError(Exception):
    """Something about a centre that can't be done as asked; nothing of it was done."""


class NotAllowed(CentreError):
    """Who asked may not do this; `action` says what."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class NoSuch(CentreError):
    """There is no such thing in the centre; another centre's is answered alike.

    `kind` is "centre", "cohort", "member" or "invitation".
    """

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name


class Taken(CentreError):
    """There is a centre or a cohort (`kind`) of this name already."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name


class BadValue(CentreError):
    """A value that can't be used: which `field`, and what it is meant to be."""

    def __init__(self, field: str, value: str, meaning: str) -> None:
        super().__init__(field, value)
        self.field = field
        self.value = value
        self.meaning = meaning


class NotReadyForLearners(CentreError):
    """A centre has no lead or deputy yet, or one has not answered a test alert.

    `without` names the places that nobody holds, `untested` those whose holder did not answer.
    """

    def __init__(self, centre: str, without: tuple[str, ...], untested: tuple[str, ...]) -> None:
        super().__init__(centre, without, untested)
        self.centre = centre
        self.without = without
        self.untested = untested


class NotReviewed(CentreError):
    """A scenario of the centre's went out without a review, so it can assess nobody."""

    def __init__(self, scenario: str) -> None:
        super().__init__(scenario)
        self.scenario = scenario


class Closed(CentreError):
    """A centre or a cohort (`kind`) is closed."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name


class NotHeld(CentreError):
    """A member does not hold a role."""

    def __init__(self, member: str, role: Role) -> None:
        super().__init__(member, role)
        self.member = member
        self.role = role


class StillTutors(CentreError):
    """A tutor has open cohorts (their slugs), which have to be handed over first."""

    def __init__(self, member: str, cohorts: tuple[str, ...]) -> None:
        super().__init__(member, cohorts)
        self.member = member
        self.cohorts = cohorts


class LastManager(CentreError):
    """A centre's only manager can't go; the operator alone can do that."""

    def __init__(self, centre: str) -> None:
        super().__init__(centre)
        self.centre = centre


class PageNotAllowed(CentreError):
    """A centre does not let its learners practise on the page."""

    def __init__(self, centre: str) -> None:
        super().__init__(centre)
        self.centre = centre


class BadReferences(CentreError):
    """A list of references that can't be used: each problem with its line."""

    def __init__(self, problems: tuple[tuple[int, str], ...]) -> None:
        super().__init__(problems)
        self.problems = problems
