"""What those who run a centre do in the bot: invite, open cohorts, look after learners, leave."""

import re

import pytest

from bot.centre.joining import take_role
from bot.centre.roles import Role
from bot.storage.transaction import Transaction
from bot.telegram.buttons import encode
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
    LeaveRole,
    LetIn,
    LetInAgain,
    ListInvited,
    ListLearners,
    ListLinks,
    ListPlanned,
    MakeLink,
    RemoveLearner,
    SetAttempts,
    SetMode,
    ShowCohort,
    ShowLearner,
    ShowPerson,
    ShowPlanned,
    StaffButton,
    TakeAway,
    TurnLinks,
)
from tests.telegram import centres
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot

_LINK = re.compile(r"https://t\.me/\w+\?start=((?:invite|join)-[0-9a-z]{16})")
_NOT_HERE = "That is not here any more"
_NOTHING_KEPT = "I can't read messages here"
_HELD = "SELECT m.name, r.role FROM roles r JOIN members m ON m.id = r.member WHERE until IS NULL"


async def test_a_manager_invites_staff_by_link_and_picture(bot: RunningBot) -> None:
    """They choose a role and type a name; the link gives that role under that name."""
    await centres.found(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    await mo.send("/centre")
    await mo.tap("Invite somebody")
    await mo.tap("Tutor")
    await mo.until("Who is it?")
    await bot.settled()
    await mo.send("Jo Price")
    link = await _link(mo)
    assert bot.called("sendPhoto")
    jo = await bot.learner("Jo")
    await jo.send(f"/start {link}")
    await jo.tap("Accept")
    await jo.until("You are a tutor at Riverside now.")
    assert set(bot.rows(_HELD)) == {("Mo Manager", "manager"), ("Jo Price", "tutor")}
    assert link.partition("-")[2] not in bot.kept()


async def test_a_name_is_taken_only_while_it_is_asked_for(bot: RunningBot) -> None:
    """After Stop, what is typed gets the one kind line that all text gets."""
    await centres.found(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    await mo.send("/centre")
    await mo.tap("Invite somebody")
    await mo.tap("Tutor")
    await mo.tap("Stop")
    await mo.until("Nothing was changed")
    await mo.send("Jo Price")
    await mo.until(_NOTHING_KEPT)
    assert bot.rows("SELECT * FROM invitations WHERE uses_left > 0") == []


async def test_nobody_but_staff_learns_of_the_staffs_commands(bot: RunningBot) -> None:
    """A learner who types /centre or /cohorts gets what any unknown command gets."""
    sam = await bot.learner()
    for command in ("/centre", "/cohorts"):
        await sam.send(command)
        await bot.settled()
        assert _NOTHING_KEPT in sam.texts[-1]


async def test_a_tutor_opens_a_cohort_once_the_leads_answered(bot: RunningBot) -> None:
    """Before, it is refused with what to do; then name, unit and days are asked one by one."""
    await centres.found(bot)
    jo = await centres.staff(bot, Role.TUTOR, "Jo Price")
    await jo.send("/cohorts")
    await jo.tap("Open a group")
    await jo.until("a lead for safeguarding. A manager can invite one")
    for name in ("Lee Lead", "Dee Deputy"):
        await centres.lead(bot, name)
    await jo.send("/cohorts")
    await jo.tap("Open a group")
    await jo.until("What is the group called?")
    await bot.settled()
    await jo.send("Autumn 2026")
    await jo.until("Which unit does “Autumn 2026” go through?")
    await bot.settled()
    await jo.send("the first one")
    await jo.until("Please tap one of the buttons.")
    await jo.tap("None of these")
    await jo.until("When does “Autumn 2026” start?")
    await bot.settled()
    await jo.send("some day")
    await jo.until("I can't read that as a day.")
    await bot.settled()
    await jo.send("7 September 2026")
    await jo.until("What is the last day of “Autumn 2026”?")
    await bot.settled()
    await jo.send("1/9/2026")
    await jo.until("can't be before the first, 7 September 2026")
    await bot.settled()
    await jo.tap("12 weeks, to 30 November 2026")
    await jo.until("“Autumn 2026” is open.")
    assert bot.rows("SELECT slug, name, starts_on, ends_on FROM cohorts") == [
        ("autumn-2026", "Autumn 2026", "2026-09-07", "2026-11-30")
    ]


async def test_a_manager_opens_a_cohort_for_a_tutor(bot: RunningBot) -> None:
    """They choose who its tutor is, who is told; a tutor is never asked."""
    await centres.ready(bot)
    pat = await centres.staff(bot, Role.TUTOR, "Pat Other")
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    await mo.send("/cohorts")
    await mo.tap("Open a group")
    await mo.until("What is the group called?")
    await bot.settled()
    await mo.send("Autumn <b>2026</b>")
    await mo.until("Who shall be the tutor of “Autumn <b>2026</b>”?")
    await bot.settled()
    await mo.send("Pat Other")
    await mo.until("Please tap one of the buttons.")
    await mo.tap("Pat Other")
    await mo.tap("None of these")
    await mo.until("When does")
    await bot.settled()
    await mo.send("1/12/9999")
    await mo.until("I can't read that as a day.")
    await mo.until(lambda: sum("When does" in text for text in mo.texts) == 2)
    await bot.settled()
    await mo.tap(mo.buttons[0])
    await mo.tap(await mo.until(lambda: _weeks(mo)))
    await mo.until("is open.")
    await pat.until("You are the tutor of “Autumn <b>2026</b>” at Riverside now.")
    await pat.send("/cohorts")
    await pat.until("tutor Pat Other")


async def test_a_manager_without_tutors_is_told_to_invite_one(bot: RunningBot) -> None:
    """A cohort needs a tutor before it can be opened."""
    jo = await centres.ready(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    await jo.send("/centre")
    await jo.tap("Leave this centre")
    await jo.tap("Leave the centre")
    await jo.until("You have left Riverside.")
    await mo.send("/cohorts")
    await mo.tap("Open a group")
    await mo.until("There is no tutor at Riverside yet.")


async def test_an_invitation_is_closed_by_a_manager(bot: RunningBot) -> None:
    """Those that are open have a button each; one that is closed lets nobody in."""
    await centres.found(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    codes = [await centres.invitation(bot, Role.TUTOR, f"Tutor {n}") for n in range(10)]
    await mo.send("/centre")
    await mo.tap("People")
    await mo.tap("Open invitations: 10")
    await mo.until("1. Tutor 0 is invited as tutor, until")
    await mo.tap("More")
    await mo.until("9. Tutor 8 is invited")
    await mo.tap("Back")
    await mo.until("Page 1 of 2")
    await mo.tap("Close invitation 1")
    await mo.until("1. Tutor 1 is invited")
    eve = await bot.learner("Eve")
    await eve.send(f"/start invite-{codes[0]}")
    await eve.until("That link does not work.")


async def test_many_join_links_turn_their_pages(bot: RunningBot) -> None:
    """Telegram takes so many buttons and no more; each link can be closed all the same."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    for _ in range(110):
        await centres.join_code(bot, uses=1)
    await _open_page(jo)
    await jo.tap("Join link")
    await jo.until("Page 1 of 14")
    await jo.tap("More")
    await jo.until("16. Made")
    await jo.tap("Close link 16")
    await jo.until("Page 1 of 14")
    assert bot.rows("SELECT count(*) FROM invitations WHERE closed_at IS NOT NULL") == [(1,)]


async def test_one_of_several_roles_is_given_up(bot: RunningBot) -> None:
    """The others stay; somebody with one role is asked about the centre alone."""
    await centres.found(bot)
    await centres.staff(bot, Role.MANAGER, "Mo Manager")
    jo = await centres.staff(bot, Role.TUTOR, "Jo Price")
    await jo.send("/centre")
    await jo.tap("Leave this centre")
    await jo.until("You give up all your roles")
    assert jo.buttons == ["Leave the centre", "No, go back"]
    await jo.send(f"/start invite-{await centres.invitation(bot, Role.MANAGER, 'Jo Price')}")
    await jo.tap("Accept")
    await jo.until("You are a manager")
    await jo.send("/centre")
    await jo.tap("Leave this centre")
    await jo.tap("Stop being manager")
    await jo.tap("Give it up")
    await jo.until("You are not manager at Riverside any more.")
    assert set(bot.rows(_HELD)) == {("Mo Manager", "manager"), ("Jo Price", "tutor")}


async def test_managers_learn_of_cohorts_whose_tutor_is_erased(bot: RunningBot) -> None:
    """A tutor is warned before they delete everything; then a manager hands their cohort over."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    await centres.staff(bot, Role.TUTOR, "Pat Other")
    await jo.send("/deleteme")
    await jo.until("You are the tutor of “Autumn group”.")
    await jo.tap("Delete everything")
    await mo.until("Jo Price has left Riverside")
    await _open_page(mo)
    await mo.tap("Hand over")
    await mo.tap("Pat Other")
    await mo.tap("Hand it over")
    await mo.until("Pat Other is the tutor of “Autumn group” now.")


async def test_a_join_link_is_made_used_and_closed(bot: RunningBot) -> None:
    """A tutor makes a link with its picture; closed, it lets nobody in."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    await _open_page(jo)
    await jo.tap("Join link")
    await jo.tap("10")
    link = await _link(jo)
    await centres.learner(bot, link.partition("-")[2])
    await jo.send("/cohorts")
    await jo.tap("Autumn group")
    await jo.until("Learners: 1.")
    await jo.tap("Join link")
    await jo.until("for 9 more learners")
    await jo.tap("Close link 1")
    await jo.until("No link is open.")
    eve = await bot.learner("Eve")
    await eve.send(f"/start {link}")
    await eve.until("That link does not work.")


async def test_a_tutor_sees_learners_refers_and_removes_them(bot: RunningBot) -> None:
    """Each look is in the audit; a reference is typed; a removed learner is told."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    sam = await centres.learner(bot, await centres.join_code(bot))
    ((enrolment, learner),) = bot.rows("SELECT id, learner_id FROM enrolments")
    await _open_page(jo)
    await jo.tap("Learners")
    await jo.until(f"Learner {enrolment}")
    assert bot.rows("SELECT subject FROM audit WHERE action = 'see cohort'") == [
        (f"learner {learner}",)
    ]
    await jo.tap(f"Learner {enrolment}")
    await jo.tap("Give a reference")
    await jo.until("What is the centre's reference")
    await bot.settled()
    await jo.send("=cmd")
    await jo.until("A reference is")
    await jo.send("R-7")
    await jo.until("The reference is R-7 now.")
    await jo.tap("Remove from the group")
    await jo.tap("Remove")
    await jo.until(f"R-7 (learner {enrolment}) is not in “Autumn group” any more.")
    await sam.until("You are not in “Autumn group” at Riverside any more.")
    assert bot.rows("SELECT * FROM enrolments WHERE left_at IS NULL") == []


async def test_a_list_of_references_is_typed_in(bot: RunningBot) -> None:
    """One on each line; what is wrong is said by its line, and then joining asks for one."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    await _open_page(jo)
    await jo.tap("Add references")
    await jo.until("one on each line")
    await bot.settled()
    await jo.send("R-1\nR-1")
    await jo.until("Line 2 has the same reference as line 1")
    await jo.send("R-1\nR-2")
    await jo.until("2 added, 0 were on the list already.")
    await jo.send("R-3")
    await jo.until(_NOTHING_KEPT)
    assert len(bot.rows("SELECT * FROM cohort_references")) == 2


async def test_a_list_of_references_is_sent_as_a_file(bot: RunningBot) -> None:
    """What is wrong is said by its line; a file that is no text is refused; none is kept."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    await _open_page(jo)
    await jo.tap("Add references")
    await jo.until("or send them as a CSV file")
    await bot.settled()
    jo.person.sends_document("list.csv", b"\xff\xfe\x00")
    await jo.until("I can't read that file")
    jo.person.sends_document("list.csv", b"name,reference\nAnn,=R-1\n")
    await jo.until("Line 2 has no reference that can be used")
    jo.person.sends_document("list.csv", b"\xef\xbb\xbfname,reference\r\nAnn,R-1\r\nBob,R-2\r\n")
    await jo.until("2 added, 0 were on the list already.")
    assert bot.rows("SELECT reference FROM cohort_references") == [("R-1",), ("R-2",)]
    assert "Ann" not in bot.kept()


async def test_mode_and_attempts_are_set_for_each_scenario(bot: RunningBot) -> None:
    """What the tutor taps is what the cohort's rule says."""
    jo = await centres.ready(bot)
    cohort = await centres.cohort(bot)
    await _open_page(jo)
    await jo.tap("Conversations")
    await jo.until("Conversations of “Autumn group”")
    me = await _me(bot, "Jo Price")
    await jo.forge(encode(ShowPlanned(me, cohort.id, "short")))
    await jo.tap("Assessed")
    await jo.until("assessed, any number of attempts")
    await jo.tap("2")
    await jo.until("assessed, 2 attempts")
    assert bot.rows("SELECT scenario, mode, attempts FROM cohort_scenarios") == [
        ("short", "assessed", 2)
    ]


async def test_a_cohort_is_handed_over_and_closed(bot: RunningBot) -> None:
    """The new tutor is told and runs it; the old one can't see it any more."""
    jo = await centres.ready(bot)
    cohort = await centres.cohort(bot)
    pat = await centres.staff(bot, Role.TUTOR, "Pat Other")
    await _open_page(jo)
    await jo.tap("Hand over")
    await jo.tap("Pat Other")
    await jo.tap("Hand it over")
    await jo.until("Pat Other is the tutor of “Autumn group” now.")
    await pat.until("You are the tutor of “Autumn group” at Riverside now.")
    await jo.forge(encode(ShowCohort(await _me(bot, "Jo Price"), cohort.id)))
    await jo.until(_NOT_HERE)
    await _open_page(pat)
    await pat.tap("Close the group")
    await pat.tap("Close it")
    await pat.until("“Autumn group” is closed.")
    assert bot.rows("SELECT 1 FROM cohorts WHERE closed_at IS NULL") == []


async def test_a_role_taken_away_stops_working_at_once(bot: RunningBot) -> None:
    """The next tap on a page that was there already is answered as anybody's is."""
    await centres.found(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    jo = await centres.staff(bot, Role.TUTOR, "Jo Price")
    await jo.send("/centre")
    await jo.until("Your role here: tutor.")
    await mo.send("/centre")
    await mo.tap("People")
    await mo.tap("Jo Price")
    await mo.tap("Take away: tutor")
    await mo.tap("Take it away")
    await mo.until("Jo Price is not tutor any more.")
    await jo.tap("Groups")
    await jo.until("You have nothing under way.")
    await jo.send("/centre")
    await jo.until(_NOTHING_KEPT)


async def test_long_lists_turn_their_pages(bot: RunningBot) -> None:
    """More leads through everybody once, and Back from the first page leads home."""
    await centres.found(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    names = [f"Tutor {letter}" for letter in "ABCDEFGHIJKL"]
    codes = [await centres.invitation(bot, Role.TUTOR, name) for name in names]

    async def take(tx: Transaction) -> None:
        for person, code in enumerate(codes, start=5000):
            await take_role(tx, person, code, centres.now())

    await centres.do(bot, take)
    await mo.send("/centre")
    await mo.tap("People")
    await mo.until("Page 1 of 2")
    first = mo.buttons
    await mo.tap("More")
    await mo.until("Page 2 of 2")
    assert sorted([*first[:-2], *mo.buttons[:-1]]) == sorted(["Mo Manager", *names])
    await mo.tap("Back")
    await mo.until("Page 1 of 2")
    await mo.tap("Back")
    await mo.until("Your role here: manager.")


async def test_staff_can_leave_but_not_the_last_manager_nor_a_tutor_with_cohorts(
    bot: RunningBot,
) -> None:
    """Who is still needed is told what to do first; the others go."""
    jo = await centres.ready(bot)
    await centres.cohort(bot)
    mo = await centres.staff(bot, Role.MANAGER, "Mo Manager")
    qa = await centres.staff(bot, Role.QUALITY_ASSURER, "Kit Checker")
    for phone, words in (
        (mo, "A centre needs a manager"),
        (jo, "these groups still need a tutor"),
        (qa, "You have left Riverside."),
    ):
        await phone.send("/centre")
        await phone.tap("Leave this centre")
        await phone.tap("Leave the centre")
        await phone.until(words)
    assert ("Kit Checker", "quality_assurer") not in bot.rows(_HELD)


@pytest.mark.parametrize("own", [True, False], ids=["as themselves", "as the tutor"])
async def test_another_centres_tutor_is_refused_everywhere(bot: RunningBot, own: bool) -> None:
    """Every button, forged with the ids of another centre, does nothing and tells nothing."""
    jo = await centres.ready(bot)
    cohort = await centres.cohort(bot)
    await centres.learner(bot, await centres.join_code(bot))
    ((enrolment,),) = bot.rows("SELECT id FROM enrolments")
    ((link,),) = bot.rows("SELECT id FROM invitations WHERE cohort IS NOT NULL")
    await centres.found(bot, "hilltop")
    eve = await centres.staff(bot, Role.TUTOR, "Eve Else", "hilltop")
    lee = await _me(bot, "Lee Lead")
    me = await _me(bot, "Eve Else" if own else "Jo Price")
    before = bot.kept()
    for button in _every_button(me, lee, cohort.id, enrolment, link):
        seen = len(eve.texts)
        await eve.forge(encode(button))
        await bot.settled()
        assert all(_NOT_HERE in text for text in eve.texts[seen:]), button
        assert len(eve.texts) > seen, button
    assert _facts(before) == _facts(bot.kept())
    assert jo.texts


def _weeks(phone: Phone) -> str | None:
    return next((label for label in phone.buttons if label.startswith("6 weeks")), None)


def _every_button(
    me: str, member: str, cohort: str, enrolment: int, link: str
) -> list[StaffButton]:
    return [
        ShowPerson(me, member),
        TakeAway(me, member, "safeguarding_lead", 1),
        ChooseRole(me),
        InviteAs(me, "manager"),
        ShowCohort(me, cohort),
        ListLinks(me, cohort),
        MakeLink(me, cohort, 0),
        CloseLink(me, cohort, link),
        ListLearners(me, cohort, 0),
        ShowLearner(me, cohort, enrolment),
        AskReference(me, cohort, enrolment),
        RemoveLearner(me, cohort, enrolment, 1),
        AskReferences(me, cohort),
        ListPlanned(me, cohort, 0),
        ShowPlanned(me, cohort, "short"),
        SetMode(me, cohort, "short", 1),
        SetAttempts(me, cohort, "short", 1),
        ChooseTutor(me, cohort),
        HandTo(me, cohort, member, 1),
        CloseCohort(me, cohort, 1),
        TurnLinks(me, cohort, 0),
        LetIn(me, cohort, 1),
        LetInAgain(me, cohort, enrolment),
        ListInvited(me, 0),
        CloseInvited(me, link),
        LeaveRole(me, "manager", 1),
    ]


def _facts(kept: str) -> list[str]:
    """Return what is kept about centres, of everything that is."""
    return sorted(
        line for line in kept.splitlines() if re.search(r"autumn|riverside|assessed", line)
    )


async def _open_page(phone: Phone) -> None:
    await phone.send("/cohorts")
    await phone.tap("Autumn group")
    await phone.until("In lists and exports it is called autumn.")


async def _link(phone: Phone) -> str:
    message = await phone.until("It can't be shown again.")
    found = _LINK.search(message.text)
    assert found is not None
    return found[1]


async def _me(bot: RunningBot, name: str) -> str:
    ((member,),) = bot.rows("SELECT id FROM members WHERE name = ?", name)
    return str(member)
