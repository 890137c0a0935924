"""The roles that a person can hold."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a centre; a person can hold several, in several centres.

    Everybody who practises is a learner; the other roles are given. The safeguarding leads of a
    centre have places: 1 is the lead, 2 the deputy, further ones help them.
    """

    LEARNER = "learner"
    TUTOR = "tutor"
    QUALITY_ASSURER = "quality_assurer"
    MANAGER = "manager"
    SAFEGUARDING_LEAD = "safeguarding_lead"


STAFF = tuple(role for role in Role if role is not Role.LEARNER)
"""The roles that are given by invitation."""

LEAD, DEPUTY = 1, 2
"""The places of the safeguarding leads without whom a centre can't open to learners."""
