"""Where the buttons and the typed answers lead that have to do with centres."""

from collections.abc import Mapping
from typing import Any

from bot.centre.errors import CentreError
from bot.storage.calls import Call, Keyboard
from bot.telegram.centre_buttons import (
    BeginFor,
    JoinCohort,
    LeaveCohort,
    MyCohorts,
    NotNow,
    TakeRole,
)
from bot.telegram.conversation import (
    cohort_learners,
    cohorts,
    joining,
    opening,
    people,
    planning,
    playing,
    without_telegram,
)
from bot.telegram.conversation.staff import Step, staffed
from bot.telegram.conversation.visit import Visit
from bot.telegram.staff_buttons import (
    AskReference,
    AskReferences,
    ChooseRole,
    ChooseTutor,
    CloseCohort,
    CloseInvited,
    CloseLink,
    HandTo,
    InviteAs,
    LeaveCentre,
    LeaveRole,
    LetIn,
    LetInAgain,
    ListCohorts,
    ListInvited,
    ListLearners,
    ListLinks,
    ListPeople,
    ListPlanned,
    MakeLink,
    OpenCohort,
    PickDay,
    PickTutor,
    PickUnit,
    RemoveLearner,
    SetAttempts,
    SetMode,
    ShowCentre,
    ShowCohort,
    ShowLearner,
    ShowPerson,
    ShowPlanned,
    TakeAway,
    TurnLinks,
    WithoutTelegram,
)
from bot.telegram.views import centre as views
from bot.telegram.views import pages
from bot.telegram.words import cohorts as words

BUTTONS: Mapping[type[Any], Step] = {
    BeginFor: lambda visit, to: playing.begin(visit, to.scenario, to.replaces or None, to.cohort),
    TakeRole: lambda visit, to: joining.take_role(visit, to.code),
    JoinCohort: lambda visit, to: joining.join(visit, to.code),
    NotNow: lambda visit, _: joining.turn_down(visit),
    MyCohorts: lambda visit, _: joining.show(visit),
    LeaveCohort: lambda visit, to: joining.leave(visit, to.cohort, to.sure),
    ShowCentre: staffed(people.home),
    ListPeople: staffed(people.list_people),
    ShowPerson: staffed(people.show_person),
    TakeAway: staffed(people.take_away),
    ChooseRole: staffed(people.choose_role),
    InviteAs: staffed(people.ask_name),
    LeaveCentre: staffed(people.leave),
    LeaveRole: staffed(people.leave_role),
    ListInvited: staffed(people.list_invited),
    CloseInvited: staffed(people.close_invited),
    ListCohorts: staffed(cohorts.list_page),
    ShowCohort: staffed(cohorts.show),
    OpenCohort: staffed(opening.begin),
    PickTutor: opening.pick_tutor,
    PickUnit: opening.pick_unit,
    PickDay: opening.pick_day,
    ListLinks: staffed(cohorts.list_links),
    TurnLinks: staffed(cohorts.list_links),
    MakeLink: staffed(cohorts.make_link),
    CloseLink: staffed(cohorts.close_link),
    WithoutTelegram: staffed(without_telegram.show),
    LetIn: staffed(without_telegram.let_in),
    LetInAgain: staffed(without_telegram.let_in_again),
    ListLearners: staffed(cohort_learners.list_page),
    ShowLearner: staffed(cohort_learners.show),
    AskReference: staffed(cohort_learners.ask_reference),
    RemoveLearner: staffed(cohort_learners.remove),
    AskReferences: staffed(cohort_learners.ask_references),
    ListPlanned: staffed(planning.list_page),
    ShowPlanned: staffed(planning.show),
    SetMode: staffed(planning.set_mode),
    SetAttempts: staffed(planning.set_attempts),
    ChooseTutor: staffed(cohorts.choose_tutor),
    HandTo: staffed(cohorts.hand_over),
    CloseCohort: staffed(cohorts.close),
}


async def typed(visit: Visit, newest: Keyboard | None, text: str) -> list[Call] | None:
    """Take what was typed as an answer to a question of these; None if none is open."""
    if newest is None:
        return None
    try:
        for take in (joining.typed, people.typed, opening.typed, cohort_learners.typed):
            taken = await take(visit, newest, text)
            if taken is not None:
                return taken
    except CentreError as refused:
        return [*await visit.answered(newest), *visit.say(views.refused(refused))]
    return None


async def sent(visit: Visit, listed: str | None) -> list[Call]:
    """Take a list of references that came as a file; None is one that can't be read."""
    newest = await visit.records.newest_keyboard(visit.chat)
    if listed is None:
        return visit.say(pages.plain(words.REFERENCES_UNREAD))
    return await typed(visit, newest, listed) or await playing.other_text(visit)
