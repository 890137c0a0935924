"""Publishing a centre's own scenarios: a draft, perhaps a second pair of eyes, and out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.centre.audit import note
from bot.centre.authorisation import Action, Record, actor, check, may
from bot.centre.codes import new_id
from bot.centre.errors import CentreError, NoSuch
from bot.centre.people import check_ready, open_centre
from bot.centre.publications import Found, Publication, PublishingRecords, State
from bot.centre.records import Member
from bot.centre.scenario_ids import HELD, OUT, SEEN, NameInUse, check_free, make_room
from scenarios.model import Scenario

_NEEDS_REVIEW = "safeguarding-referral"


class NotInState(CentreError):
    """Something can't be done with a version in the state that it is in now."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(publication.id, publication.state)
        self.publication = publication


class NobodyToReview(CentreError):
    """A centre has nobody but the author who could review a scenario."""

    def __init__(self, centre: str) -> None:
        super().__init__(centre)
        self.centre = centre


@dataclass(frozen=True, slots=True)
class ForReview:
    """A version waits for one of these members to look at it."""

    publication: Publication
    reviewers: tuple[Member, ...]


async def keep_draft(  # noqa: PLR0917 - one for each fact
    records: PublishingRecords,
    by: Member,
    scenario: Scenario,
    text: bytes,
    found: Found,
    reserved: Collection[str],
    now: datetime,
) -> Publication:
    """Keep a version that its author sent; the same one sent again is found as it is.

    It takes the place of the author's draft before. `reserved` are the ids of the library. Raises
    NotAllowed, Closed or NameInUse.
    """
    await open_centre(records, by.centre)
    check(by, Action.WRITE_SCENARIO, Record(by.centre, owner=by.person))
    if scenario.id in reserved:
        raise NameInUse(scenario.id)
    await check_free(records, by.centre, scenario.id, by.id, HELD)
    kept = await records.pinned_text(scenario.id, scenario.version)
    if kept is not None and kept != text:
        raise NameInUse(scenario.id)
    same = await make_room(records, by, scenario)
    if same is not None and same.state is State.WITHDRAWN:
        return await _move(records, same, State.DRAFT, None, now)
    if same is not None:
        return same
    draft = Publication(
        id=new_id(),
        centre=by.centre,
        scenario=scenario.id,
        version=scenario.version,
        title=scenario.title,
        author=by.id,
        state=State.DRAFT,
        reviewer=None,
        law_checked=scenario.law_checked,
        found=found,
        at=now,
    )
    await records.pin(scenario.id, scenario.version, text, now)
    await records.add_publication(draft)
    await _note(records, by, Action.WRITE_SCENARIO, draft, "sent a draft", now)
    return draft


async def find(records: PublishingRecords, by: Member, named: str) -> Publication:
    """Return a version of a member's centre by its id. Raises NoSuch, for another centre's too."""
    found = await records.publication(by.centre, named)
    if found is None:
        raise NoSuch("scenario", named)
    return found


async def needs_review(
    records: PublishingRecords, publication: Publication, scenario: Scenario
) -> bool:
    """Whether a second person has to look first: it touches on safety, or assesses somebody."""
    touches = _NEEDS_REVIEW in scenario.marking_points or scenario.content_note is not None
    return touches or await records.is_assessed(publication.centre, publication.scenario)


async def publish(
    records: PublishingRecords, by: Member, named: str, scenario: Scenario, now: datetime
) -> Publication | ForReview:
    """Publish a draft of one's own, or ask for the review that it needs.

    Raises NoSuch, NotAllowed, NameInUse, NotReadyForLearners, NotInState or NobodyToReview.
    """
    draft = await find(records, by, named)
    await _check_author(records, by, draft)
    await check_free(records, by.centre, draft.scenario, by.id, SEEN)
    members = await records.members(by.centre)
    check_ready(by.centre, members)
    if draft.state is not State.DRAFT:
        raise NotInState(draft)
    if not await needs_review(records, draft, scenario):
        return await _let_out(records, by, draft, None, now)
    reviewers = tuple(each for each in members if _may_review(each, by))
    if not reviewers:
        raise NobodyToReview(by.centre)
    await _supersede(records, by, draft, now)
    waiting = await _move(records, draft, State.REVIEW, None, now)
    await _note(records, by, Action.WRITE_SCENARIO, waiting, "asked for a review", now)
    return ForReview(waiting, reviewers)


async def approve(records: PublishingRecords, by: Member, named: str, now: datetime) -> Publication:
    """Publish what somebody else wrote, or stand for it if that went out without a review.

    Raises NoSuch, NotAllowed, NameInUse, NotReadyForLearners or NotInState.
    """
    waiting = await _to_review(records, by, named)
    if waiting.state is State.PUBLISHED and waiting.reviewer is None:
        stood_for = await _move(records, waiting, State.PUBLISHED, by.id, now)
        await _note(records, by, Action.REVIEW_SCENARIO, stood_for, "approved", now)
        return stood_for
    _check_waiting(waiting)
    await check_free(records, by.centre, waiting.scenario, waiting.author, OUT)
    check_ready(by.centre, await records.members(by.centre))
    return await _let_out(records, by, waiting, by.id, now)


async def send_back(
    records: PublishingRecords, by: Member, named: str, now: datetime
) -> Publication:
    """Give a scenario back to its author. Raises NoSuch, NotAllowed or NotInState."""
    waiting = await _to_review(records, by, named)
    _check_waiting(waiting)
    back = await _move(records, waiting, State.DRAFT, by.id, now)
    await _note(records, by, Action.REVIEW_SCENARIO, back, "sent back", now)
    return back


async def withdraw(
    records: PublishingRecords, by: Member, named: str, now: datetime
) -> Publication:
    """Let nobody begin a published scenario any more. Raises NoSuch, NotAllowed, NotInState."""
    out = await find(records, by, named)
    owner = await _person(records, out)
    check(by, Action.WITHDRAW_SCENARIO, Record(by.centre, owner=owner))
    if out.state is not State.PUBLISHED:
        raise NotInState(out)
    gone = await _move(records, out, State.WITHDRAWN, out.reviewer, now)
    await _note(records, by, Action.WITHDRAW_SCENARIO, gone, "", now)
    return gone


async def discard(records: PublishingRecords, by: Member, named: str, now: datetime) -> Publication:
    """Delete a draft of one's own. Raises NoSuch, NotAllowed or NotInState."""
    draft = await find(records, by, named)
    await _check_author(records, by, draft)
    if draft.state is not State.DRAFT:
        raise NotInState(draft)
    await records.drop_publication(draft)
    await _note(records, by, Action.WRITE_SCENARIO, draft, "discarded a draft", now)
    return draft


async def check_reads(records: PublishingRecords, by: Member, publication: Publication) -> None:
    """Raise NotAllowed unless a member wrote a version, or may review it."""
    who = actor(by)
    owner = Record(by.centre, owner=await _person(records, publication))
    if who is None or not may(who, Action.WRITE_SCENARIO, owner):
        check(by, Action.REVIEW_SCENARIO, owner)


def newest(publications: Sequence[Publication]) -> Sequence[Publication]:
    """Return one version of each scenario: what is out, or else the newest; drafts as well."""
    found: Mapping[tuple[str, bool], Publication] = {
        (each.scenario, each.state in {State.PUBLISHED, State.WITHDRAWN}): each
        for each in sorted(publications, key=lambda one: (one.state is State.PUBLISHED, one.at))
    }
    return sorted(found.values(), key=lambda each: each.at, reverse=True)


async def _let_out(
    records: PublishingRecords,
    by: Member,
    publication: Publication,
    reviewer: str | None,
    now: datetime,
) -> Publication:
    """Publish a version, in the place of the one before, and of any that waits for a review."""
    await _supersede(records, by, publication, now)
    for each in await records.publications(publication.centre):
        if each.scenario == publication.scenario and each.state is State.PUBLISHED:
            await _move(records, each, State.WITHDRAWN, each.reviewer, now)
    out = await _move(records, publication, State.PUBLISHED, reviewer, now)
    action = Action.WRITE_SCENARIO if reviewer is None else Action.REVIEW_SCENARIO
    await _note(records, by, action, out, "published", now)
    return out


async def _supersede(
    records: PublishingRecords, by: Member, newer: Publication, now: datetime
) -> None:
    """Take back what waits for a review, since a newer version goes on in its place."""
    for each in await records.publications(newer.centre):
        waits = each.scenario == newer.scenario and each.state is State.REVIEW
        if waits and each.id != newer.id:
            back = await _move(records, each, State.DRAFT, None, now)
            await _note(records, by, Action.WRITE_SCENARIO, back, "replaced by a newer one", now)


async def _to_review(records: PublishingRecords, by: Member, named: str) -> Publication:
    waiting = await find(records, by, named)
    owner = await _person(records, waiting)
    check(by, Action.REVIEW_SCENARIO, Record(by.centre, owner=owner))
    return waiting


def _check_waiting(publication: Publication) -> None:
    if publication.state is not State.REVIEW:
        raise NotInState(publication)


async def _check_author(records: PublishingRecords, by: Member, publication: Publication) -> None:
    owner = await _person(records, publication)
    check(by, Action.WRITE_SCENARIO, Record(by.centre, owner=owner))


async def _person(records: PublishingRecords, publication: Publication) -> int | None:
    author = await records.member(publication.centre, publication.author)
    return None if author is None else author.person


def _may_review(member: Member, author: Member) -> bool:
    who = actor(member)
    return who is not None and may(
        who, Action.REVIEW_SCENARIO, Record(author.centre, owner=author.person)
    )


async def _move(
    records: PublishingRecords,
    before: Publication,
    state: State,
    reviewer: str | None,
    now: datetime,
) -> Publication:
    if not await records.move_publication(before, state, reviewer, now):
        raise NotInState(before)
    return replace(before, state=state, reviewer=reviewer, at=now)


async def _note(  # noqa: PLR0917 - one for each fact
    records: PublishingRecords,
    by: Member,
    action: Action,
    publication: Publication,
    done: str,
    now: datetime,
) -> None:
    subject = f"scenario {publication.scenario}"
    detail = f"version {publication.version}{': ' if done else ''}{done}"
    await note(records, by, action, publication.centre, subject, now, detail)
