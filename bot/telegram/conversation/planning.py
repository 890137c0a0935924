"""How a cohort practises each scenario: its mode, and how many attempts there are."""

from dataclasses import replace

from bot.centre.authorisation import Action
from bot.centre.cohorts import MODES, plan
from bot.centre.errors import NoSuch
from bot.centre.records import Cohort, Planned
from bot.storage.calls import Call
from bot.telegram.conversation.cohorts import seen
from bot.telegram.conversation.staff import Post
from bot.telegram.staff_buttons import ListPlanned, SetAttempts, SetMode, ShowPlanned
from bot.telegram.views import planning as views
from scenarios.model import Scenario


async def list_page(acting: Post, to: ListPlanned) -> list[Call]:
    """Show a page of the scenarios, each with the cohort's rule for it."""
    cohort = await seen(acting, to.cohort, Action.CHANGE_COHORT)
    library = await acting.visit.library_of(acting.centre.id)
    scenarios = sorted((machine.scenario for machine in library), key=lambda each: each.title)
    planned = await acting.visit.records.planned_scenarios(cohort.id)
    rules = {each.scenario: each for each in planned}
    return acting.visit.in_place(views.listed(acting.me, cohort, scenarios, rules, to.page))


async def show(acting: Post, to: ShowPlanned) -> list[Call]:
    """Show how a cohort practises a scenario."""
    cohort = await seen(acting, to.cohort, Action.CHANGE_COHORT)
    planned = await _planned(acting, cohort, to.scenario)
    scenario = await _scenario(acting, to.scenario)
    return acting.visit.in_place(views.shown(acting.me, cohort, scenario, planned))


async def set_mode(acting: Post, to: SetMode) -> list[Call]:
    """Practise a scenario in another mode."""
    cohort = await seen(acting, to.cohort, Action.CHANGE_COHORT)
    mode = MODES[bool(to.mode)]
    planned = replace(await _planned(acting, cohort, to.scenario), mode=mode)
    return await _keep(acting, cohort, planned)


async def set_attempts(acting: Post, to: SetAttempts) -> list[Call]:
    """Allow another number of attempts at a scenario."""
    cohort = await seen(acting, to.cohort, Action.CHANGE_COHORT)
    planned = replace(await _planned(acting, cohort, to.scenario), attempts=to.attempts or None)
    return await _keep(acting, cohort, planned)


async def _keep(acting: Post, cohort: Cohort, planned: Planned) -> list[Call]:
    visit = acting.visit
    scenario = await _scenario(acting, planned.scenario)
    await plan(visit.records, acting.me, acting.centre.id, cohort.id, planned, visit.practice.now)
    return visit.in_place(views.shown(acting.me, cohort, scenario, planned))


async def _planned(acting: Post, cohort: Cohort, scenario: str) -> Planned:
    planned = await acting.visit.records.planned_scenarios(cohort.id)
    found = next((each for each in planned if each.scenario == scenario), None)
    return found or Planned(scenario, MODES[0], None)


async def _scenario(acting: Post, scenario: str) -> Scenario:
    library = await acting.visit.library_of(acting.centre.id)
    machine = library.current(scenario)
    if machine is None:
        raise NoSuch("scenario", scenario)
    return machine.scenario
