"""Tutors publish their own scenarios: sent as a file, tried out, reviewed, played, withdrawn."""

from functools import partial
from pathlib import Path

import pytest

from bot.inspecting import inspect
from bot.library import read_library
from bot.standin.faults import Fault
from bot.storage.opening import open_database
from bot.storage.transaction import Transaction
from bot.telegram import uploads
from bot.telegram.buttons import encode
from bot.telegram.publishing_buttons import FindingsPage, SendTo
from bot.telegram.staff_buttons import SetMode, ShowPlanned
from tests.telegram.authored import Json, choice, ending, scenario, text
from tests.telegram.phone import Phone
from tests.telegram.publishers import AtCentre, enrol, make_tutor, open_up
from tests.telegram.running import RunningBot, running

PLAIN = scenario("first-week", title="First week", minutes=3)
TOUCHING = scenario("a-bruise", title="A bruise", content_note="Jo is hurt at home.")


@pytest.fixture
async def centre(bot: RunningBot) -> AtCentre:
    return await open_up(bot)


def sends(phone: Phone, written: Json, name: str = "first-week.yaml") -> None:
    phone.person.sends_document(name, text(written), "application/yaml")


async def published(bot: RunningBot, centre: AtCentre, written: Json = PLAIN) -> None:
    sends(centre.tutor, written)
    await centre.tutor.tap("Publish")
    await centre.tutor.until("is published")
    await bot.settled()


def file_of(bot: RunningBot, phone: Phone, name: str) -> bytes | None:
    for message in reversed(phone.received):
        document = message.content.get("document", {})
        if document.get("file_name") == name:
            return bot.server.api.files[document["file_id"]].data
    return None


# Sending a file


async def test_a_file_with_errors_is_answered_with_what_to_do(
    bot: RunningBot, centre: AtCentre
) -> None:
    """Each finding has its line, what is wrong and what to do; nothing is kept."""
    broken = text(PLAIN).replace(b"goto: kept", b"goto: keptt")
    centre.tutor.person.sends_document("mine.yaml", broken)
    answer = await centre.tutor.until("mine.yaml is not ready yet")
    assert "Line " in answer.text
    assert "There is no node `keptt`." in answer.text
    assert "→ " in answer.text
    await bot.settled()
    assert bot.rows("SELECT * FROM publications") == []


async def test_every_error_is_shown_page_by_page(bot: RunningBot, centre: AtCentre) -> None:
    """More and Back turn the pages of what is wrong, though nothing of the file is kept."""
    nodes = {f"n{number}": {"mentee": "Hm.", "says": "?"} for number in range(80)}
    sends(centre.tutor, {**PLAIN, "nodes": {**PLAIN["nodes"], **nodes}})
    first = await centre.tutor.until("is not ready yet (part 1 of")
    assert "`n0`" in first.text or "says" in first.text
    assert centre.tutor.buttons == ["More"]
    pages = int(first.text.partition("part 1 of ")[2].partition(")")[0])
    assert pages > 2
    shown = [first.text]
    for number in range(2, pages + 1):
        await centre.tutor.tap("More")
        shown.append((await centre.tutor.until(f"(part {number} of {pages})")).text)
    assert centre.tutor.buttons == ["Back"]
    told = [line for page in shown for line in page.splitlines() if line.startswith("Line ")]
    assert len(told) == len(set(told)) >= 80
    await bot.settled()
    assert bot.rows("SELECT * FROM publications") == []
    assert len(centre.tutor.received) == 2


async def test_a_file_that_was_deleted_is_asked_for_again(
    bot: RunningBot, centre: AtCentre
) -> None:
    """Without the file that a page is about there is nothing to turn."""
    await centre.tutor.forge(encode(FindingsPage(1)))
    await centre.tutor.until("I can't see that file any more")
    await centre.learner.forge(encode(FindingsPage(1)))
    await centre.learner.until("That is not here, or not yours to do.")
    assert bot.called("getFile") == []


async def test_a_file_that_takes_too_long_to_check_is_refused(
    centre: AtCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made to be costly holds nobody up."""
    monkeypatch.setattr(uploads, "inspect", partial(inspect, seconds=0.01))
    sends(centre.tutor, PLAIN)
    await centre.tutor.until("checking it takes too long")


async def test_everything_worth_a_look_is_shown_page_by_page(centre: AtCentre) -> None:
    """What can be done with a version stands under each page."""
    nodes = {**PLAIN["nodes"]}
    for number in range(40):
        nodes[f"n{number}"] = {
            "mentee": "Hm.",
            "choices": {"on": choice(f"Go on from {number}.", f"n{number + 1}")},
        }
    nodes["n40"] = ending("Bye.")
    nodes["opening"] = {
        **nodes["opening"],
        "choices": {**nodes["opening"]["choices"], "far": choice("Tell me more.", "n0")},
    }
    sends(centre.tutor, {**PLAIN, "nodes": nodes})
    first = await centre.tutor.until("not published")
    assert centre.tutor.buttons == ["Preview", "Print", "Publish", "Discard", "More"]
    await centre.tutor.tap("More", first)
    await centre.tutor.until(lambda: "Back" in centre.tutor.buttons)
    assert centre.tutor.buttons[:4] == ["Preview", "Print", "Publish", "Discard"]


async def test_a_tutor_at_two_centres_is_asked_which_a_file_is_for(
    bot: RunningBot, centre: AtCentre
) -> None:
    """Nothing is kept before they say it, and the other centre has nothing of it then."""
    other = await open_up(bot, "hilltop")
    await make_tutor(bot, centre.tutor, other, "Jo, also")
    sends(centre.tutor, PLAIN)
    await centre.tutor.until("Which centre is first-week.yaml for?")
    assert centre.tutor.buttons == ["Hilltop", "Riverside"]
    await bot.settled()
    assert bot.rows("SELECT * FROM publications") == []
    await centre.tutor.tap("Riverside")
    await centre.tutor.until("For Riverside.")
    await bot.settled()
    assert bot.rows("SELECT centre FROM publications") == [("riverside",)]
    assert not bot.rows("SELECT 1 FROM audit WHERE centre = 'hilltop' AND subject LIKE 'scenario%'")


async def test_a_file_is_not_taken_for_a_centre_of_others(
    bot: RunningBot, centre: AtCentre
) -> None:
    """A forged answer that names somebody else's membership keeps nothing."""
    other = await open_up(bot, "hilltop")
    await make_tutor(bot, centre.tutor, other, "Jo, also")
    sends(centre.tutor, PLAIN)
    asked = await centre.tutor.until("Which centre is")
    ((theirs,),) = bot.rows("SELECT id FROM members WHERE person = ?", other.tutor.person.id)
    await centre.tutor.forge(encode(SendTo(theirs)), asked.id)
    await centre.tutor.until("That is not here, or not yours to do.")
    await bot.settled()
    assert bot.rows("SELECT * FROM publications") == []


@pytest.mark.parametrize("data", [b"%PDF-1.7 \xff\xfe", b"\t- a\n b", b"[1, 2"])
async def test_a_file_that_is_no_yaml_is_told_so(centre: AtCentre, data: bytes) -> None:
    """Whoever sends something else altogether reads what to send."""
    centre.tutor.person.sends_document("mine.pdf", data)
    await centre.tutor.until("I can't read mine.pdf as a scenario")


async def test_a_large_file_is_refused_before_it_is_fetched(
    bot: RunningBot, centre: AtCentre
) -> None:
    """Over 1 MiB the size that Telegram tells is enough."""
    centre.tutor.person.sends_document("mine.yaml", b"x" * ((1 << 20) + 1))
    await centre.tutor.until("That file is too large")
    assert bot.called("getFile") == []


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(
    bot: RunningBot, centre: AtCentre
) -> None:
    """A fault on the way is said, and sending it again works."""
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["getFile"])
    sends(centre.tutor, PLAIN)
    await centre.tutor.until("I could not get that file")
    bot.server.api.faults.clear()
    sends(centre.tutor, PLAIN)
    await centre.tutor.until("not published")


async def test_a_file_of_anybody_else_gets_the_usual_answer(
    bot: RunningBot, centre: AtCentre
) -> None:
    """From whoever may not publish nothing is fetched, and they read what they always do."""
    sends(centre.learner, PLAIN)
    await centre.learner.until("I can't read messages here")
    sends(centre.assurer, PLAIN)
    await centre.assurer.until("I agree")
    assert bot.called("getFile") == []


async def test_a_good_file_is_shown_with_its_graph(bot: RunningBot, centre: AtCentre) -> None:
    """The answer says what the scenario comes to, and brings its picture and what can be done."""
    sends(centre.tutor, PLAIN)
    answer = await centre.tutor.until("4 nodes, 2 endings, 4 paths.")
    assert answer.text.startswith("First week\nFor Riverside.")
    assert centre.tutor.buttons == ["Preview", "Print", "Publish", "Discard"]
    assert await centre.tutor.until(lambda: file_of(bot, centre.tutor, "scenario.png"))


async def test_a_scenario_of_the_library_is_not_replaced(centre: AtCentre) -> None:
    """An id of the library is refused, with what to do."""
    sends(centre.tutor, {**PLAIN, "id": "promise-first"})
    await centre.tutor.until("There is another scenario with the id promise-first")


async def test_discard_keeps_nothing(bot: RunningBot, centre: AtCentre) -> None:
    """A discarded draft is gone with its text."""
    sends(centre.tutor, PLAIN)
    await centre.tutor.tap("Discard")
    await centre.tutor.until("is discarded")
    await bot.settled()
    assert bot.rows("SELECT * FROM publications") == []
    assert bot.rows("SELECT * FROM scenario_versions WHERE scenario = 'first-week'") == []


# Preview


async def test_a_preview_plays_and_records_nothing(bot: RunningBot, centre: AtCentre) -> None:
    """A tutor who is no learner plays a draft to its report, and no row is left of it."""
    sends(centre.tutor, PLAIN)
    await centre.tutor.tap("Preview")
    await centre.tutor.until("This is a preview")
    await centre.tutor.choose("What kept you?")
    await centre.tutor.until("Work did.")
    await centre.tutor.choose("What could you try?")
    ended = await centre.tutor.until("The preview is over")
    assert "Scenario standard reached: 100%" in ended.text
    assert "Publish" in centre.tutor.buttons
    await bot.settled()
    for table in ("attempts", "previews"):
        assert bot.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - our own tables


async def test_a_preview_can_be_left_and_its_old_buttons_do_nothing(
    bot: RunningBot, centre: AtCentre
) -> None:
    """After Leave a late tap finds that the preview is over."""
    sends(centre.tutor, PLAIN)
    await centre.tutor.tap("Preview")
    await centre.tutor.choose("What kept you?")
    await centre.tutor.tap("Leave")
    await centre.tutor.until("The preview is over. Nothing")
    await centre.tutor.tap_again()
    await bot.settled()
    assert bot.rows("SELECT * FROM previews") == []


@pytest.mark.parametrize("agreed", [False, True])
async def test_typed_numbers_play_a_preview(
    bot: RunningBot, centre: AtCentre, *, agreed: bool
) -> None:
    """They do what the buttons do, for staff who are learners too and for those who are not."""
    if agreed:
        await centre.tutor.send("/start")
        await centre.tutor.tap("I agree")
        await bot.settled()
    sends(centre.tutor, PLAIN)
    await centre.tutor.tap("Preview")
    await centre.tutor.until("What kept you?")
    await bot.settled()
    await centre.tutor.send("9")
    await centre.tutor.until("There is no number 9 here")
    await centre.tutor.send("1")
    await centre.tutor.until("Work did.")
    await bot.settled()
    await centre.tutor.send("2.")
    await centre.tutor.until("The preview is over. This is")
    await bot.settled()
    for table in ("attempts", "previews"):
        assert bot.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - our own tables


async def test_a_preview_ends_with_the_role(bot: RunningBot, centre: AtCentre) -> None:
    """Whoever is no tutor any more sees nothing further."""
    sends(centre.tutor, PLAIN)
    await centre.tutor.tap("Preview")
    await centre.tutor.until("What kept you?")
    await bot.settled()
    bot.rows("UPDATE roles SET until = 1 WHERE role = 'tutor'")
    await centre.tutor.choose("What kept you?")
    await centre.tutor.until("so the preview is over")
    await bot.settled()
    assert "Work did." not in " ".join(centre.tutor.texts)
    assert bot.rows("SELECT * FROM previews") == []


# Publishing


async def test_a_published_scenario_can_be_begun_at_once(bot: RunningBot, centre: AtCentre) -> None:
    """Without a restart a learner of the centre finds it, and a stranger does not."""
    await published(bot, centre)
    await centre.learner.send("/start play-first-week")
    await centre.learner.tap("Begin")
    await centre.learner.choose("What kept you?")
    await centre.learner.until("Work did.")
    stranger = await bot.learner("Kim")
    await stranger.send("/start play-first-week")
    await stranger.until("That conversation is not here")


async def test_a_new_version_leaves_attempts_under_way_alone(
    bot: RunningBot, centre: AtCentre
) -> None:
    """Who is half-way finishes what they began; the next attempt plays the new version."""
    await published(bot, centre)
    await centre.learner.send("/start play-first-week")
    await centre.learner.tap("Begin")
    await centre.learner.until("I nearly did not come.")
    changed = text(PLAIN).replace(b"Work did.", b"Rain did.")
    centre.tutor.person.sends_document("first-week.yaml", changed)
    await centre.tutor.tap("Publish")
    await bot.settled()
    await centre.learner.choose("What kept you?")
    await centre.learner.until("Work did.")
    await centre.learner.choose("Quit.")
    await centre.learner.tap("Play again")
    await centre.learner.choose("What kept you?")
    await centre.learner.until("Rain did.")
    states = bot.rows("SELECT state FROM publications ORDER BY state")
    assert states == [("published",), ("withdrawn",)]


async def test_two_centres_do_not_see_each_others_scenarios(
    bot: RunningBot, centre: AtCentre
) -> None:
    """The same id can be published by both; each learner plays that of their own centre."""
    other = await open_up(bot, "hilltop")
    await published(bot, centre)
    await published(bot, other, {**PLAIN, "title": "Another week"})
    for mine, title in ((centre, "First week"), (other, "Another week")):
        await mine.learner.send("/start play-first-week")
        await mine.learner.until(title)
    await other.assurer.send("/scenarios")
    listed = await other.assurer.until("The scenarios of your centre")
    assert "Another week" in listed.text
    assert "First week" not in listed.text


async def test_a_learner_at_two_centres_plays_each_for_its_own(
    bot: RunningBot, centre: AtCentre
) -> None:
    """A centre's scenario is for its own cohort without a question; a shared id is asked about."""
    other = await open_up(bot, "hilltop")
    await enrol(bot, centre.learner, other)
    await published(bot, centre, {**PLAIN, "id": "ours", "title": "Ours"})
    await published(bot, centre)
    changed = text(PLAIN).replace(b"Work did.", b"Rain did.")
    other.tutor.person.sends_document("first-week.yaml", changed)
    await other.tutor.tap("Publish")
    await other.tutor.until("is published")
    await bot.settled()
    await centre.learner.send("/start play-ours")
    await centre.learner.tap("Begin")
    await centre.learner.choose("What kept you?")
    await centre.learner.choose("Quit.")
    await bot.settled()
    begun = (
        "SELECT c.centre FROM attempts AS a JOIN enrolments AS e ON e.id = a.enrolment_id"
        " JOIN cohorts AS c ON c.id = e.cohort"
    )
    assert bot.rows(begun) == [("riverside",)]
    for name, said in (("Riverside", "Work did."), ("Hilltop", "Rain did.")):
        await centre.learner.send("/start play-first-week")
        await centre.learner.tap("Begin")
        await centre.learner.tap(f"Autumn, {name}")
        await centre.learner.choose("What kept you?")
        await centre.learner.until(said)
        await centre.learner.choose("Quit.")
        await bot.settled()


async def test_a_tutor_at_two_centres_plans_what_each_has(
    bot: RunningBot, centre: AtCentre
) -> None:
    """What one centre published is not there for a cohort of the other's."""
    other = await open_up(bot, "hilltop")
    await published(bot, centre)
    await published(bot, other, {**PLAIN, "id": "theirs", "title": "Their week"})
    await make_tutor(bot, centre.tutor, other, "Jo, also")
    await centre.tutor.send("/start")
    await centre.tutor.tap("I agree")
    await bot.settled()
    ((me, cohort),) = bot.rows(
        "SELECT m.id, c.id FROM members AS m JOIN cohorts AS c ON c.centre = m.centre"
        " WHERE m.person = ? AND m.centre = 'riverside'",
        centre.tutor.person.id,
    )
    await centre.tutor.forge(encode(ShowPlanned(me, cohort, "first-week")))
    await centre.tutor.until("In “Autumn”")
    for button in (ShowPlanned(me, cohort, "theirs"), SetMode(me, cohort, "theirs", 0)):
        before = len(centre.tutor.received)
        await centre.tutor.forge(encode(button))
        await bot.settled()
        (answer,) = centre.tutor.received[before:]
        assert answer.text.startswith("That is not here any more")
    assert bot.rows("SELECT * FROM cohort_scenarios") == []


async def test_ids_of_another_centre_are_answered_like_none(
    bot: RunningBot, centre: AtCentre
) -> None:
    """A forged button with another centre's ids shows nothing and changes nothing."""
    other = await open_up(bot, "hilltop")
    sends(centre.tutor, PLAIN)
    await centre.tutor.until("not published")
    await bot.settled()
    ((publication,),) = bot.rows("SELECT id FROM publications")
    mine, theirs = (
        bot.rows("SELECT id FROM members WHERE person = ?", phone.person.id)[0][0]
        for phone in (centre.tutor, other.tutor)
    )
    for me, named in ((mine, publication), (theirs, publication), (theirs, "nothing0")):
        before = len(other.tutor.received)
        await other.tutor.forge(f"publish:{me}:{named}")
        answer = await other.tutor.until(lambda seen=before: other.tutor.received[seen:])  # type: ignore[misc]
        assert answer[0].text.startswith("That is not here, or not yours to do.")
    await bot.settled()
    assert bot.rows("SELECT state FROM publications") == [("draft",)]


async def test_nothing_is_published_before_the_leads_answered(bot: RunningBot) -> None:
    """A centre without safeguarding leads who answered a test alert reads what is missing."""
    centre = await open_up(bot, tested=False)
    sends(centre.tutor, PLAIN)
    await centre.tutor.tap("Publish")
    await centre.tutor.until("A centre can't publish before it has a safeguarding lead")


# Review


async def test_what_touches_safety_needs_a_second_person(bot: RunningBot, centre: AtCentre) -> None:
    """The reviewer sees it, tries it, approves it; both names are in the audit."""
    sends(centre.tutor, {**TOUCHING, "law_checked": "2026-11-22"})
    asked = await centre.tutor.until("Somebody else at your centre has to look at it")
    assert "The law in it was checked on 22 November 2026." in asked.text
    await centre.tutor.tap("Publish")
    await centre.tutor.until("I asked Quinn of Riverside")
    await centre.assurer.tap("Look at it")
    await centre.assurer.until("Written by Jo of Riverside.")
    assert centre.assurer.buttons == ["Preview", "Print", "Approve", "Send back"]
    await centre.assurer.tap("Preview")
    await centre.assurer.choose("Sit up.")
    await centre.assurer.tap("Leave")
    shown = await centre.assurer.until("Written by Jo of Riverside.")
    await centre.assurer.tap("Approve", shown)
    await centre.tutor.until("Quinn of Riverside approved “A bruise”")
    await bot.settled()
    noted = bot.rows(
        "SELECT m.name, a.action, a.detail FROM audit AS a JOIN members AS m ON m.id = a.actor"
        " WHERE a.subject = 'scenario a-bruise' ORDER BY a.id"
    )
    assert [
        (name.split()[0], action, detail.partition(": ")[2]) for name, action, detail in noted
    ] == [
        ("Jo", "write scenario", "sent a draft"),
        ("Jo", "write scenario", "asked for a review"),
        ("Quinn", "review scenario", "published"),
    ]


async def test_a_reviewer_can_send_it_back(bot: RunningBot, centre: AtCentre) -> None:
    """What is sent back is a draft again, and its author is told by whom."""
    sends(centre.tutor, TOUCHING)
    await centre.tutor.tap("Publish")
    await centre.assurer.tap("Look at it")
    await centre.assurer.tap("Send back")
    await centre.tutor.until("Quinn of Riverside sent “A bruise” back")
    await bot.settled()
    assert bot.rows("SELECT state FROM publications") == [("draft",)]
    await centre.tutor.send("/scenarios")
    await centre.tutor.tap("A bruise")
    await centre.tutor.until("Sent back by Quinn of Riverside.")


async def test_a_newer_draft_hides_nothing_from_a_reviewer(
    bot: RunningBot, centre: AtCentre
) -> None:
    """While its author writes on, what waits for a review is still in the list."""
    sends(centre.tutor, TOUCHING)
    await centre.tutor.tap("Publish")
    await centre.tutor.until("waits for a review")
    sends(centre.tutor, {**TOUCHING, "title": "A bruise, again"})
    await centre.tutor.until("A bruise, again\n")
    await bot.settled()
    await centre.assurer.send("/scenarios")
    listed = await centre.assurer.until("The scenarios of your centre")
    assert "waiting for a review" in listed.text
    assert "again" not in listed.text


async def test_nobody_approves_their_own(bot: RunningBot, centre: AtCentre) -> None:
    """An author's forged approval is refused."""
    sends(centre.tutor, TOUCHING)
    await centre.tutor.tap("Publish")
    await bot.settled()
    ((publication,),) = bot.rows("SELECT id FROM publications")
    ((me,),) = bot.rows("SELECT id FROM members WHERE person = ?", centre.tutor.person.id)
    await centre.tutor.forge(f"approve:{me}:{publication}")
    await centre.tutor.until("not yours to do")
    assert bot.rows("SELECT state FROM publications") == [("in review",)]


# What is out


async def test_scenarios_lists_shares_prints_and_withdraws(
    bot: RunningBot, centre: AtCentre
) -> None:
    """From the list a tutor sees use, shares the link with its code, prints and withdraws."""
    await published(bot, centre)
    await centre.tutor.send("/scenarios")
    await centre.tutor.tap("First week")
    await centre.tutor.until("Not begun by your learners yet.")
    await centre.tutor.tap("Share")
    shared = await centre.tutor.until("https://t.me/rehearse_bot?start=play-first-week")
    assert "photo" in shared.content
    shown = await centre.tutor.until("Not begun by your learners yet.")
    await centre.tutor.tap("Print", shown)
    printed = await centre.tutor.until(lambda: file_of(bot, centre.tutor, "scenario.pdf"))
    assert b"pdfuaid" in printed
    await centre.tutor.tap("Withdraw", shown)
    await centre.tutor.until("is withdrawn")
    await centre.learner.send("/start play-first-week")
    await centre.learner.until("That conversation is not here")


async def test_a_version_that_cannot_be_played_any_more_leaves_the_list_whole(
    bot: RunningBot, centre: AtCentre
) -> None:
    """After an update that finds more wrong, staff still see the list and can withdraw it."""
    await published(bot, centre)
    bot.rows("UPDATE scenario_versions SET text = x'6e6f' WHERE scenario = 'first-week'")
    await bot.restart()
    await centre.tutor.send("/scenarios")
    await centre.tutor.tap("First week")
    shown = await centre.tutor.until(", published.\nWritten by Jo")
    await centre.tutor.tap("Preview", shown)
    await centre.tutor.until("I can't play this version any more")
    await centre.tutor.tap("Withdraw", shown)
    await centre.tutor.until("is withdrawn")


async def test_a_learner_reads_the_usual_answer_to_scenarios(centre: AtCentre) -> None:
    """The command means nothing to whoever is no staff."""
    await centre.learner.send("/scenarios")
    await centre.learner.until("I can't read messages here")


async def test_every_worker_sees_a_publication_at_once(tmp_path: Path, postgres_url: str) -> None:
    """Another worker on the same PostgreSQL, started before, offers it to the centre's learners."""
    elsewhere, _ = read_library(())
    async with (
        running(tmp_path, scenario(), database_url=postgres_url) as bot,
        open_database(postgres_url) as database,
    ):
        centre = await open_up(bot)

        async def offered(tx: Transaction, person: int) -> bool:
            versions = await tx.published_for(person)
            theirs = await elsewhere.with_versions(tx, versions)
            return theirs.current("first-week") is not None

        learner = partial(offered, person=centre.learner.person.id)
        assert not await database.transact(learner)
        sends(centre.tutor, PLAIN)
        await centre.tutor.tap("Publish")
        await centre.tutor.until("is published")
        assert await database.transact(learner)
        assert not await database.transact(partial(offered, person=1))
