"""What each scenario of the library is there to train, as the plan has it."""

from dataclasses import dataclass

AM = "aim-l2-mentoring"
AS = "ascentis-l1-mentoring"
TQ = "tquk-l1-mentoring"
PM = "aim-l2-peer-mentoring"
EM = "employment-mentoring"


@dataclass(frozen=True)
class Planned:
    """A scenario's units, rubric and mistakes; `critical` are the rubric's critical points."""

    level: int
    units: tuple[str, ...]
    marking_points: frozenset[str]
    mistakes: frozenset[str]
    critical: frozenset[str] = frozenset()


PLAN = {
    "are-you-my-coach": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"role-clarity", "contracting", "purpose-and-benefits", "rapport-and-trust"}
        ),
        mistakes=frozenset({f"{AS}.coaching-same", f"{TQ}.roles"}),
    ),
    "he-keeps-my-card": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"confidentiality", "safeguarding-referral", "active-listening", "boundaries"}
        ),
        mistakes=frozenset({f"{AS}.absolute", f"{TQ}.absolute", f"{AS}.resolve-all"}),
        critical=frozenset({"safeguarding-referral"}),
    ),
    "promise-first": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {"confidentiality", "safeguarding-referral", "active-listening", "legislation"}
        ),
        mistakes=frozenset({f"{PM}.never-tell", f"{PM}.handles-alone"}),
        critical=frozenset({"safeguarding-referral"}),
    ),
    "sent-by-my-tutor": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"role-clarity", "active-listening", "questioning", "rapport-and-trust"}
        ),
        mistakes=frozenset({f"{AS}.directing", f"{AS}.supervision"}),
    ),
    "add-me-back": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {
                "boundaries",
                "code-of-conduct",
                "confidentiality",
                "rapport-and-trust",
                "inclusive-practice",
            }
        ),
        mistakes=frozenset({f"{PM}.too-friendly", f"{PM}.just-a-friend"}),
    ),
    "show-me": Planned(
        level=2,
        units=(AM, EM),
        marking_points=frozenset(
            {
                "individuality",
                "needs-assessment",
                "goal-setting",
                "active-listening",
                "in-work-support",
            }
        ),
        mistakes=frozenset({f"{EM}.not-adapted", f"{AM}.one-size"}),
    ),
}
