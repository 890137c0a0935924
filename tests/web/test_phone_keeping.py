"""What the page keeps over a restart, what it does not keep, and what leaving takes away."""

import json
from pathlib import Path

import pytest

from tests.contract.plain import look
from tests.web.books import about, everything, settled, visitors
from tests.web.reading import Seen, read_messages
from tests.web.trying import Visitor, plain, trying

_SHORT = "/start play-promise-first"
_CANARY = "a canary that sings for nobody else"
_MOST_MESSAGES = 400


async def test_a_restart_changes_nothing_on_the_screen(tmp_path: Path, url: str) -> None:
    """The same conversation with the same buttons, which still work, and go on to the marks."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        await visitor.tap("Begin")
        await visitor.choose("limits")
        await visitor.until("turn 2")
        await settled(url)
        before = await _shown(visitor)
        await visitor.look_away()
        await page.restart()
        assert await _shown(visitor) == before
        visitor.watch()
        for choice in ("reflect", "refer", "law", "next-steps", "own-words", "hand-back"):
            await visitor.choose(choice)
        await visitor.until("100%")


async def test_an_open_page_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Its stream ends with the old server, and the new one shows it everything again."""
    async with trying(tmp_path) as page, page.learner(_SHORT) as visitor:
        await visitor.tap("Begin")
        await visitor.until("turn 1")
        _, shown = await visitor.get("/")
        await visitor.look_away()
        await page.restart()
        visitor.events.clear()
        visitor.watch(shown.partition('data-seen="')[2].partition('"')[0])
        await visitor.until(lambda: visitor.events)
        assert visitor.events[0][0] == "all"
        await visitor.choose("limits")
        await visitor.until("turn 2")


async def test_each_restart_numbers_what_it_hears_anew(tmp_path: Path, url: str) -> None:
    """After every start what visitors do is new to the bot, and nothing is taken for a repeat."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        for _ in range(3):
            await visitor.look_away()
            await page.restart()
            visitor.watch()
            await visitor.say("/help")
            await settled(url)
        assert len((await everything(url))["updates"]) == 2 + 3


async def test_numbers_and_commands_are_kept_and_no_other_words(tmp_path: Path, url: str) -> None:
    """What somebody typed shows after a restart only where it can't say anything personal."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        await visitor.tap("Begin")
        await visitor.until("turn 1")
        for said in (_CANARY, "7", f"/help {_CANARY}", "/privacy"):
            await visitor.say(said)
        await settled(url)
        await visitor.look_away()
        await page.restart()
        mine = [one.text for one in (await _shown(visitor)).values() if one.mine]
        kept = repr(await everything(url))
    assert [plain(text).removeprefix("You: ") for text in mine] == [
        _SHORT,
        "What you typed here is not kept.",
        "7",
        "What you typed here is not kept.",
        "/privacy",
    ]
    assert _CANARY not in kept
    assert _CANARY not in page.log


async def test_nothing_of_a_conversation_is_kept_before_they_agree(
    tmp_path: Path, url: str
) -> None:
    """Until somebody accepts the rules there is the phone that they were given, and no message."""
    async with trying(tmp_path, url) as page, page.visitor() as visitor:
        await visitor.say(_SHORT)
        await visitor.until("I agree")
        await settled(url)
        (person,) = await visitors(url)
        assert set(await about(url, person)) == {"page_visitors"}
        await visitor.tap("I agree")
        await visitor.until("Your practice is ready")
        await settled(url)
        assert len((await about(url, person))["page_messages"]) == len(visitor.screen)


async def test_what_is_owed_comes_to_a_phone_that_nobody_looks_at(tmp_path: Path, url: str) -> None:
    """A message that was owed when the page stopped is there when its visitor comes back."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        await settled(url)
        before = await _shown(visitor)
        await visitor.look_away()
        await page.stop()
        (person,) = await visitors(url)
        payload = json.dumps({"chat_id": person, "text": "This was on its way."})
        await look(
            url,
            f"UPDATE outbox SET sent_at = NULL, payload = '{payload}'"  # noqa: S608 - our own values
            " WHERE id = (SELECT max(id) FROM outbox WHERE method = 'sendMessage')",
        )
        await page.start()
        await settled(url)
        kept = await look(url, f"SELECT shown FROM page_messages WHERE message > {max(before)}")  # noqa: S608 - a number
        assert "This was on its way." in repr(kept)
        after = await _shown(visitor)
        assert list(after)[:-1] == list(before)
        assert "This was on its way." in after[max(after)].text


async def test_the_oldest_messages_go_when_there_are_very_many(tmp_path: Path, url: str) -> None:
    """A phone shows the newest 400 messages, and no more are kept."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        await settled(url)
        await visitor.look_away()
        await page.stop()
        (person,) = await visitors(url)
        shown = {"date": 1, "mine": False, "keyboard": None, "edited_at": None}
        for number in range(101, 101 + _MOST_MESSAGES):
            said = json.dumps({**shown, "content": {"text": f"Number {number}."}})
            row = f"({person}, {number}, '{said}', NULL)"
            await look(url, f"INSERT INTO page_messages VALUES {row}")  # noqa: S608 - our own values
        await page.start()
        await visitor.say("/help")
        await settled(url)
        screen = await _shown(visitor)
        kept = await look(url, "SELECT message FROM page_messages ORDER BY message")
    numbers = [number for (number,) in kept]
    assert numbers == list(screen) == list(range(103, 103 + _MOST_MESSAGES))


async def test_deleting_everything_ends_the_visit(tmp_path: Path, url: str) -> None:
    """After /deleteme the phone still says that it is done, and then nothing knows its visitor."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        await visitor.tap("Begin")
        await visitor.choose("limits")
        await visitor.until("turn 2")
        (person,) = await visitors(url)
        assert len(await about(url, person)) > 2
        await visitor.say("/deleteme")
        await visitor.tap("Delete everything")
        await visitor.until("is deleted")
        await settled(url)
        assert await about(url, person) == {}
        status, said = await visitor.get("/")
        assert status == 403
        assert "Your visit has ended" in said
        assert (await visitor.post("/say", text="/start"))[0] == 403
        assert await about(url, person) == {}


@pytest.mark.parametrize("script", [True, False])
async def test_leaving_takes_everything_away(tmp_path: Path, url: str, *, script: bool) -> None:
    """Of a visitor who ends their visit no row stays; another's stay as they are."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as other:
        async with page.learner(_SHORT) as visitor:
            kept, gone = await visitors(url)
            await visitor.tap("Begin")
            await visitor.choose("limits")
            await visitor.say("/mydata")
            await visitor.until("turn 2")
            await visitor.until(lambda: any(one.files for one in visitor.screen.values()))
            await settled(url)
            others = await about(url, kept)
            headers = {"Accept": "text/plain"} if script else {}
            async with visitor.session.post("/leave", headers=headers) as answer:
                assert answer.status == 200
                assert "Your visit has ended" in await answer.text()
                assert f'{visitor.cookie}=""' in answer.headers["Set-Cookie"]
            await visitor.until(lambda: ("over", "") in visitor.events)
            assert (await visitor.get("/"))[0] == 403
        assert await about(url, gone) == {}
        assert await about(url, kept) == others
        await other.tap("Begin")
        await other.until("turn 1")
        everyone = await everything(url)
    assert len(everyone["learners"]) == len(everyone["page_visitors"]) == 1


async def test_a_session_that_was_left_opens_nothing(tmp_path: Path) -> None:
    """Whoever kept the cookie of a visit that ended stays outside."""
    async with trying(tmp_path) as page, page.learner() as visitor:
        cookie = {"Cookie": f"{visitor.cookie}={visitor.secret}"}
        await visitor.post("/leave")
        async with page.stranger() as stranger:
            assert (await stranger.get("/", headers=cookie))[0] == 403


async def test_a_visitor_who_stays_away_is_forgotten(tmp_path: Path, url: str) -> None:
    """A week after they were last seen nothing is known of them, and their cookie opens nothing."""
    async with trying(tmp_path, url) as page, page.learner(_SHORT) as visitor:
        await settled(url)
        await visitor.look_away()
        await page.stop()
        week = 7 * 24 * 3600 * 1_000_000
        await look(url, f"UPDATE page_visitors SET seen_at = seen_at - {week}")  # noqa: S608 - a number
        (person,) = await visitors(url)
        await page.start()
        assert (await visitor.get("/"))[0] == 403
        assert await about(url, person) == {}


async def _shown(visitor: Visitor) -> dict[int, Seen]:
    status, shown = await visitor.get("/")
    assert status == 200
    return read_messages(shown)
