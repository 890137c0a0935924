"""What a scenario that can be played comes to, in words."""

from collections.abc import Iterator

from scoring.checking import Checked, Overview
from scoring.walking import Walked

_MOST_PATHS = 1_000_000_000


def overview_lines(file: Checked) -> Iterator[str]:
    """Yield in words what a scenario that can be played comes to."""
    overview, appraisal = file.overview, file.appraisal
    if overview is None or appraisal is None:
        return
    if note := search_note(file):
        yield note
    paths = _paths(overview)
    nodes, endings = number_of(overview.nodes, "node"), number_of(overview.endings, "ending")
    yield f"{nodes}, {endings}, {paths}"
    if appraisal.best is not None and appraisal.worst is not None:
        yield f"Best path {appraisal.best.percent}%, worst {appraisal.worst.percent}%."
    yield _at_random(overview.at_random)
    yield (
        f"Always the longest choice reaches the standard {_rate(overview.longest)}, "
        f"always the first shown {_rate(overview.first)}."
    )


def search_note(file: Checked) -> str | None:
    """Say so if the search of a scenario ended before everything was tried."""
    overview, appraisal = file.overview, file.appraisal
    if overview is None or appraisal is None or (overview.complete and appraisal.complete):
        return None
    if overview.complete:
        return (
            "There are too many ways to earn marks to compare them all, so nothing is said of"
            " what no path can do."
        )
    note = (
        f"Not everything was tried: the search ended at {overview.situations:,} situations, and"
        " plays at random went on from the start."
    )
    unseen = ", ".join(overview.unseen[:10])
    more = ", ..." if len(overview.unseen) > 10 else ""
    return f"{note} Neither got to: {unseen}{more}." if unseen else note


def number_of(count: int, of_what: str) -> str:
    """Return a count with the name of what is counted."""
    if count == 0:
        return f"no {of_what}s"
    return f"{count:,} {of_what}" if count == 1 else f"{count:,} {of_what}s"


def _paths(overview: Overview) -> str:
    if overview.paths is None:
        return "and paths without number: it can go in circles."
    if overview.paths > _MOST_PATHS:
        return f"more than {_MOST_PATHS:,} paths."
    return f"{'' if overview.complete else 'more than '}{number_of(overview.paths, 'path')}."


def _at_random(walked: Walked) -> str:
    reaches = f"reaches the standard {_rate(walked)}"
    if walked.average is None:
        return f"Clicking at random comes to no ending and {reaches}."
    unended = walked.plays - walked.ended
    left = f" {unended:,} of them came to no ending." if unended else ""
    return f"Clicking at random scores {walked.average:.0f}% on average and {reaches}.{left}"


def _rate(walked: Walked) -> str:
    return f"in {walked.achieved:,} of {walked.plays:,} plays"
