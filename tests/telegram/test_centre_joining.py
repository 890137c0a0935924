"""Taking a role by its link, and joining, seeing and leaving a cohort."""

from bot.centre.cohorts import list_references, plan
from bot.centre.joining import close_code
from bot.centre.records import Planned
from bot.centre.roles import Role
from tests.telegram import centres
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot

_ENROLLED = "SELECT learner_id, reference FROM enrolments WHERE left_at IS NULL ORDER BY id"
_REFUSED = "That link does not work."


async def test_a_stranger_meets_the_rules_then_the_role_and_takes_it(bot: RunningBot) -> None:
    """The link goes past consent; the page says what the role is, and Accept gives it."""
    await centres.found(bot)
    code = await centres.invitation(bot, Role.MANAGER, "Mo Manager")
    mo = bot.phone("Mo")
    await mo.send(f"/start invite-{code}")
    await mo.tap("I agree")
    page = await mo.until("Riverside asks you to be a manager")
    assert "“Mo Manager”" in page.text
    assert list(labels(page)) == ["Accept", "No thanks"]
    assert bot.rows("SELECT * FROM members") == []
    await mo.tap("Accept")
    await mo.until("You are a manager at Riverside now.")
    assert bot.rows("SELECT person, name FROM members") == [(mo.person.id, "Mo Manager")]
    assert bot.rows("SELECT role FROM roles") == [("manager",)]


async def test_an_invitation_can_be_turned_down_and_works_once(bot: RunningBot) -> None:
    """No thanks changes nothing; after one person took it, it is a wrong link to all others."""
    await centres.found(bot)
    code = await centres.invitation(bot, Role.TUTOR, "Jo Price")
    jo, eve = await bot.learner("Jo"), await bot.learner("Eve")
    await jo.send(f"/start invite-{code}")
    await jo.tap("No thanks")
    await jo.until("Nothing was changed")
    assert bot.rows("SELECT * FROM members") == []
    await jo.send(f"/start invite-{code}")
    await jo.tap("Accept")
    await jo.until("You are a tutor at Riverside now.")
    await eve.send(f"/start invite-{code}")
    await eve.until(_REFUSED)
    await eve.forge(f"takerole:{code}")
    await eve.until(lambda: eve.texts[-1].startswith(_REFUSED) and len(eve.texts) > 3)
    await bot.settled()
    assert bot.rows("SELECT person FROM members") == [(jo.person.id,)]


async def test_a_learner_joins_by_link_and_their_practice_is_for_the_cohort(
    bot: RunningBot,
) -> None:
    """They see whose it is and who sees what; what they begin after joining is for the cohort."""
    await centres.ready(bot)
    await centres.cohort(bot)
    sam = bot.phone()
    await sam.send(f"/start join-{await centres.join_code(bot)}")
    await sam.tap("I agree")
    page = await sam.until("Join “Autumn group” at Riverside?")
    assert "Jo Price" in page.text
    assert "your choices, your marks" in page.text
    assert bot.rows(_ENROLLED) == []
    await sam.tap("Join")
    await sam.until("You are in “Autumn group” at Riverside now.")
    await sam.send("/start play-short")
    await sam.until("This is for “Autumn group”.")
    await sam.tap("Begin")
    await sam.until("What do you say?")
    ((enrolment,),) = bot.rows("SELECT id FROM enrolments")
    assert bot.rows("SELECT enrolment_id FROM attempts") == [(enrolment,)]


async def test_before_the_first_and_after_the_last_day_practice_is_ones_own(
    bot: RunningBot,
) -> None:
    """A cohort that starts tomorrow can be joined today; what is begun today is not for it."""
    await centres.ready(bot)
    await centres.cohort(bot, starts=2)
    sam = await centres.learner(bot, await centres.join_code(bot))
    await sam.send("/start play-short")
    await sam.tap("Begin")
    await sam.until("What do you say?")
    assert bot.rows("SELECT enrolment_id FROM attempts") == [(None,)]
    await sam.send("/cohort")
    await sam.until("Today is not between these days")


async def test_joining_again_shows_where_one_is(bot: RunningBot) -> None:
    """Neither the link nor a second tap uses the code or enrols twice."""
    await centres.ready(bot)
    await centres.cohort(bot)
    code = await centres.join_code(bot, uses=2)
    sam = await centres.learner(bot, code)
    await sam.tap_again()
    await sam.until("already, with Jo Price as your tutor")
    await sam.send(f"/start join-{code}")
    await bot.settled()
    assert len([text for text in sam.texts if "already, with Jo Price" in text]) == 2
    assert len(bot.rows(_ENROLLED)) == 1
    assert bot.rows("SELECT uses_left FROM invitations WHERE cohort IS NOT NULL") == [(1,)]


async def test_wrong_used_up_and_closed_codes_are_answered_alike(bot: RunningBot) -> None:
    """Nobody learns why a code does not work."""
    await centres.ready(bot)
    cohort = await centres.cohort(bot)
    used = await centres.join_code(bot, uses=1)
    await centres.learner(bot, used, "First")
    closed = await centres.join_code(bot)
    ((link,),) = bot.rows("SELECT id FROM invitations WHERE uses_left IS NULL")
    await centres.do(bot, lambda tx: close_code(tx, None, cohort.centre, link, centres.now()))
    eve = await bot.learner("Eve")
    answers = set()
    for code in (used, closed, "0123456789abcdef"):
        await eve.send(f"/start join-{code}")
        await bot.settled()
        answers.add(eve.texts[-1])
    assert len(answers) == 1
    assert _REFUSED in answers.pop()


async def test_wrong_codes_slow_a_person_down(bot: RunningBot) -> None:
    """After five wrong ones a good code is not looked at for a minute; nobody else waits."""
    await centres.ready(bot)
    await centres.cohort(bot)
    code = await centres.join_code(bot)
    eve = await bot.learner("Eve")
    for number in range(5):
        await eve.send(f"/start join-000000000000000{number}")
    await eve.until("Please wait a minute")
    await eve.send(f"/start join-{code}")
    await eve.until(lambda: len([text for text in eve.texts if "Please wait" in text]) == 2)
    await bot.settled()
    assert bot.rows(_ENROLLED) == []
    await centres.learner(bot, code)


async def test_a_cohort_with_a_list_asks_for_the_reference(bot: RunningBot) -> None:
    """A reference from the list is taken once, typed while its question is the newest."""
    await centres.ready(bot)
    cohort = await centres.cohort(bot)
    await centres.do(
        bot,
        lambda tx: list_references(
            tx, None, cohort.centre, cohort.id, ["R-1", "R-2"], centres.now()
        ),
    )
    code = await centres.join_code(bot)
    sam = await _asked_for_reference(bot, code, "Sam")
    await sam.send("R-9")
    await sam.until("not on the list")
    assert bot.rows(_ENROLLED) == []
    await sam.send(" R-1 ")
    await sam.until("You are in “Autumn group”")
    kim = await _asked_for_reference(bot, code, "Kim")
    await kim.send("R-1")
    await kim.until("not on the list")
    await bot.settled()
    assert [reference for _, reference in bot.rows(_ENROLLED)] == ["R-1"]
    await sam.send("/cohort")
    await sam.until("Your reference there is R-1.")


async def test_a_learner_in_two_cohorts_chooses_which_an_attempt_is_for(bot: RunningBot) -> None:
    """Begin asks with a button for each, and the attempt is for the one tapped."""
    await centres.ready(bot)
    await centres.cohort(bot)
    await centres.cohort(bot, "evening", "Evening group")
    sam = await centres.learner(bot, await centres.join_code(bot))
    await sam.send(f"/start join-{await centres.join_code(bot, 'evening')}")
    await sam.tap("Join")
    await sam.until("You are in “Evening group”")
    await sam.send("/start play-short")
    await sam.tap("Begin")
    await sam.until("Which group is this practice for?")
    assert bot.rows("SELECT * FROM attempts") == []
    await sam.tap("Evening group, Riverside")
    await sam.until("What do you say?")
    assert bot.rows(
        "SELECT c.slug FROM attempts a JOIN enrolments e ON e.id = a.enrolment_id"
        " JOIN cohorts c ON c.id = e.cohort"
    ) == [("evening",)]


async def test_attempts_allowed_are_shown_and_kept_to(bot: RunningBot) -> None:
    """The briefing counts; after the last one Begin says so and starts nothing."""
    await centres.ready(bot)
    cohort = await centres.cohort(bot)
    planned = Planned("short", "assessed", 2)
    await centres.do(
        bot, lambda tx: plan(tx, None, cohort.centre, cohort.id, planned, centres.now())
    )
    sam = await centres.learner(bot, await centres.join_code(bot))
    await sam.send("/start play-short")
    await sam.until("Begin starts attempt 1 of 2. Your tutor has set it as assessed.")
    for _ in range(2):
        await sam.tap("Begin")
        await sam.choose("What kept you?")
        await sam.choose("Quit.")
        await sam.until("What you showed")
        await bot.settled()
        await sam.send("/start play-short")
        await bot.settled()
    await sam.until("You have used all 2 attempts")
    await sam.tap("Begin")
    await sam.until(lambda: sam.texts[-1].startswith("You have used all 2 attempts"))
    assert len(bot.rows("SELECT * FROM attempts")) == 2


async def test_leaving_says_what_stays_and_ends_the_enrolment(bot: RunningBot) -> None:
    """After Leave, and once more to be sure, practice is the learner's own again."""
    await centres.ready(bot)
    await centres.cohort(bot)
    sam = await centres.learner(bot, await centres.join_code(bot))
    await sam.send("/cohort")
    await sam.tap("Leave “Autumn group”")
    await sam.until("stay with the centre")
    assert len(bot.rows(_ENROLLED)) == 1
    await sam.tap("Leave the group")
    await sam.until("You have left “Autumn group”.")
    assert bot.rows(_ENROLLED) == []
    await sam.send("/cohort")
    await sam.until("You are in no group.")


async def test_help_and_privacy_name_the_centre_and_its_leads(bot: RunningBot) -> None:
    """A learner of a centre reads whom to talk to there, and who sees what."""
    await centres.ready(bot)
    await centres.cohort(bot)
    sam = await centres.learner(bot, await centres.join_code(bot))
    await sam.send("/help")
    page = await sam.until("At Riverside you can talk to Lee Lead (safeguarding lead)")
    assert "Dee Deputy (deputy lead)" in page.text
    await sam.send("/privacy")
    page = await sam.until("/mydata gives you a copy of everything")
    assert "You are in “Autumn group” at Riverside. Jo Price" in page.text


async def test_another_persons_buttons_reach_nothing(bot: RunningBot) -> None:
    """A forged leave or begin names somebody else's cohort in vain."""
    await centres.ready(bot)
    cohort = await centres.cohort(bot)
    await centres.learner(bot, await centres.join_code(bot))
    eve = await bot.learner("Eve")
    await eve.forge(f"quit:{cohort.id}:1")
    await eve.until("You are in no group.")
    await eve.forge(f"bf:short::{cohort.id}")
    await eve.until("What do you say?")
    assert bot.rows("SELECT enrolment_id FROM attempts") == [(None,)]
    assert len(bot.rows(_ENROLLED)) == 1


async def _asked_for_reference(bot: RunningBot, code: str, first_name: str) -> Phone:
    phone = bot.phone(first_name)
    await phone.send(f"/start join-{code}")
    await phone.tap("I agree")
    await phone.tap("Join")
    await phone.until("What is your reference at Riverside?")
    await bot.settled()
    return phone
