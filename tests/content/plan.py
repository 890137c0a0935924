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
    "missed-sessions": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"active-listening", "confidentiality", "empowerment", "specialist-referral"}
        ),
        mistakes=frozenset({f"{AS}.resolve-all", f"{AS}.solve"}),
    ),
    "edith-online": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"individuality", "active-listening", "empowerment", "power-balance"}
        ),
        mistakes=frozenset({f"{TQ}.teaching", f"{AS}.solve"}),
    ),
    "not-my-trade": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset({"role-clarity", "questioning", "empowerment", "goal-setting"}),
        mistakes=frozenset({f"{TQ}.all-answers", f"{TQ}.teaching"}),
    ),
    "same-sheet": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"individuality", "active-listening", "inclusive-practice", "rapport-and-trust"}
        ),
        mistakes=frozenset({f"{AS}.one-size", f"{TQ}.one-size"}),
    ),
    "here-by-spring": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset(
            {"inclusive-practice", "individuality", "rapport-and-trust", "reflective-practice"}
        ),
        mistakes=frozenset(
            {f"{AS}.own-bias", f"{AS}.difference-ignored", f"{TQ}.unconscious-bias"}
        ),
    ),
    "second-look": Planned(
        level=1,
        units=(AS, TQ),
        marking_points=frozenset({"reflective-practice", "inclusive-practice", "individuality"}),
        mistakes=frozenset(
            {f"{AS}.own-bias", f"{AS}.difference-ignored", f"{TQ}.unconscious-bias"}
        ),
    ),
    "after-the-funeral": Planned(
        level=2,
        units=(AM, EM),
        marking_points=frozenset(
            {
                "role-clarity",
                "boundaries",
                "specialist-referral",
                "active-listening",
                "empowerment",
            }
        ),
        mistakes=frozenset({f"{AM}.counselling", f"{EM}.roles"}),
    ),
    "on-the-panel": Planned(
        level=2,
        units=(AM, EM),
        marking_points=frozenset(
            {"power-balance", "role-clarity", "boundaries", "contracting", "confidentiality"}
        ),
        mistakes=frozenset({f"{AM}.power", f"{AM}.coaching-same"}),
    ),
    "lifts-home": Planned(
        level=2,
        units=(AM,),
        marking_points=frozenset(
            {
                "safeguarding-referral",
                "confidentiality",
                "active-listening",
                "rapport-and-trust",
                "record-keeping",
            }
        ),
        mistakes=frozenset({f"{AM}.never-share", f"{AM}.confidentiality-overlooked"}),
        critical=frozenset({"safeguarding-referral"}),
    ),
    "wrong-name": Planned(
        level=2,
        units=(AM,),
        marking_points=frozenset(
            {
                "inclusive-practice",
                "rapport-and-trust",
                "individuality",
                "confidentiality",
                "reflective-practice",
            }
        ),
        mistakes=frozenset({f"{AM}.confidentiality-overlooked", f"{AM}.one-size"}),
        critical=frozenset({"confidentiality"}),
    ),
    "nine-years-out": Planned(
        level=2,
        units=(AM, EM),
        marking_points=frozenset(
            {
                "needs-assessment",
                "goal-setting",
                "questioning",
                "empowerment",
                "rapport-and-trust",
            }
        ),
        mistakes=frozenset({f"{AM}.teaching", f"{AM}.all-answers"}),
    ),
    "results-eve": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {
                "safeguarding-referral",
                "specialist-referral",
                "active-listening",
                "boundaries",
                "record-keeping",
            }
        ),
        mistakes=frozenset({f"{PM}.handles-alone", f"{PM}.role"}),
        critical=frozenset({"safeguarding-referral"}),
    ),
    "look-at-me": Planned(
        level=2,
        units=(AM, EM),
        marking_points=frozenset(
            {
                "individuality",
                "inclusive-practice",
                "rapport-and-trust",
                "in-work-support",
                "legislation",
            }
        ),
        mistakes=frozenset({f"{AM}.one-size", f"{EM}.not-adapted"}),
    ),
    "six-weeks-out": Planned(
        level=2,
        units=(EM,),
        marking_points=frozenset(
            {
                "contracting",
                "confidentiality",
                "active-listening",
                "rapport-and-trust",
                "legislation",
                "boundaries",
            }
        ),
        mistakes=frozenset({f"{EM}.no-agreement", f"{EM}.roles"}),
    ),
    "worth-an-evening": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {
                "purpose-and-benefits",
                "legislation",
                "code-of-conduct",
                "role-clarity",
                "confidentiality",
            }
        ),
        mistakes=frozenset({f"{PM}.gdpr", f"{PM}.too-friendly"}),
    ),
    "making-weight": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {
                "needs-assessment",
                "specialist-referral",
                "safeguarding-referral",
                "boundaries",
                "record-keeping",
            }
        ),
        mistakes=frozenset({f"{PM}.handles-alone", f"{PM}.never-tell"}),
        critical=frozenset({"safeguarding-referral"}),
    ),
    "papers-and-plans": Planned(
        level=2,
        units=(AM, EM),
        marking_points=frozenset(
            {
                "needs-assessment",
                "goal-setting",
                "individuality",
                "inclusive-practice",
                "specialist-referral",
            }
        ),
        mistakes=frozenset({f"{AM}.all-answers", f"{EM}.not-adapted"}),
        critical=frozenset({"specialist-referral"}),
    ),
    "month-three": Planned(
        level=2,
        units=(EM,),
        marking_points=frozenset(
            {"in-work-support", "review", "reflective-practice", "record-keeping", "legislation"}
        ),
        mistakes=frozenset({f"{EM}.no-records"}),
    ),
    "read-me-my-notes": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {"record-keeping", "legislation", "confidentiality", "power-balance"}
        ),
        mistakes=frozenset({f"{PM}.poor-records", f"{PM}.gdpr"}),
    ),
    "whose-essay": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {
                "code-of-conduct",
                "confidentiality",
                "boundaries",
                "empowerment",
                "inclusive-practice",
            }
        ),
        mistakes=frozenset({f"{PM}.role", f"{PM}.solve"}),
    ),
    "what-did-he-say": Planned(
        level=2,
        units=(EM,),
        marking_points=frozenset(
            {
                "review",
                "reflective-practice",
                "active-listening",
                "rapport-and-trust",
                "confidentiality",
            }
        ),
        mistakes=frozenset({f"{EM}.no-agreement", f"{EM}.no-records"}),
    ),
    "too-many-things": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {"goal-setting", "questioning", "empowerment", "review", "purpose-and-benefits"}
        ),
        mistakes=frozenset({f"{PM}.solve"}),
    ),
    "whats-in-it": Planned(
        level=2,
        units=(PM,),
        marking_points=frozenset(
            {
                "purpose-and-benefits",
                "role-clarity",
                "contracting",
                "questioning",
                "rapport-and-trust",
            }
        ),
        mistakes=frozenset({f"{PM}.just-a-friend", f"{PM}.role"}),
    ),
}
