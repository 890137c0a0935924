"""What is said when something about a centre can't be done as asked."""

from bot.centre import errors
from bot.centre.errors import CentreError
from bot.cli.centre_shown import missing_words

_LISTED_BY = {
    "centre": "`rehearse centre list` lists them.",
    "cohort": "`rehearse cohort list CENTRE` lists a centre's.",
    "member": "`rehearse centre show CENTRE` lists its members with their ids.",
    "invitation": "`rehearse centre show CENTRE` lists the links that are open.",
}
_SHOWN_AS = {"invitation": "open link"}


def words(error: CentreError) -> str | None:
    """Put an error about a centre into words; None for one that no command meets."""
    match error:
        case errors.NoSuch(kind=kind, name=name):
            return f"There is no {_SHOWN_AS.get(kind, kind)} {name}. {_LISTED_BY[kind]}"
        case errors.Taken(kind=kind, name=name):
            return f"There is a {kind} {name} already. Choose another id."
        case errors.BadValue(field=field, value=value, meaning=meaning):
            return f"The {field} {value!r} can't be used: it has to be {meaning}."
        case errors.Closed(kind=kind, name=name):
            again = f" `rehearse centre set {name} --reopen` opens it." if kind == "centre" else ""
            return f"The {kind} {name} is closed.{again}"
        case errors.NotReadyForLearners():
            return f"{error.centre} can't open to learners: {missing_words(error)}."
        case errors.NotReviewed(scenario=scenario):
            return (
                f"{scenario} can't assess learners: nobody but its author has looked at it."
                " A colleague of theirs can approve it from /scenarios in the bot."
            )
        case errors.NotHeld(member=member, role=role):
            return (
                f"{member} is no {role.replace('_', ' ')}."
                " `rehearse centre show CENTRE` says who is what."
            )
        case errors.StillTutors(member=member, cohorts=cohorts):
            return (
                f"{member} tutors {', '.join(cohorts)}."
                " Close each, or use `rehearse cohort hand-over` first."
            )
        case errors.BadReferences(problems=problems):
            lines = "\n".join(f"line {line} {problem}" for line, problem in problems)
            return f"The list was not taken:\n{lines}"
        case _:
            return None
