"""What a visitor does at the page, with its script and without, and what they may not do."""

import asyncio
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.web.reading import Seen, read_messages, words_around
from tests.web.trying import TriedPage, Visitor, plain, trying

_SHORT = "/start play-promise-first"
_MOST_ACTS = 20
_MOST_TEXT = 4096


@pytest.mark.usefixtures("unhurried")
async def test_a_visitor_plays_to_the_result(page: TriedPage) -> None:
    """From the first tap to the marks, each message and button comes to the screen."""
    async with page.learner(_SHORT) as visitor:
        await visitor.tap("Begin")
        for choice in ("limits", "reflect", "refer", "law", "next-steps", "own-words", "hand-back"):
            await visitor.choose(choice)
        await visitor.until("100%")
        assert [name for name, _ in visitor.events].count("all") == 1


@pytest.mark.usefixtures("unhurried")
async def test_a_picture_and_a_file_come_as_they_are(page: TriedPage) -> None:
    """The bot's documents can be downloaded under their names, its pictures seen in place."""
    async with page.learner() as visitor:
        await visitor.say("/mydata")
        sent = await visitor.until(lambda: _with_file(visitor))
        (path,) = sent.files
        async with visitor.session.get(path) as answer:
            assert answer.status == 200
            assert "attachment" in answer.headers["Content-Disposition"]
            assert "my-rehearse-data" in answer.headers["Content-Disposition"]
            assert "private" in answer.headers["Cache-Control"]
            assert await answer.read()


@pytest.mark.usefixtures("unhurried")
async def test_nobody_reaches_anothers_phone(page: TriedPage) -> None:
    """Messages, files and buttons of one visitor are nothing to another, who guesses them all."""
    async with page.learner() as sam, page.visitor() as kim:
        await sam.say("/start play-promise-first")
        await sam.tap("Begin")
        await sam.say("/mydata")
        sent = await sam.until(lambda: _with_file(sam))
        (path,) = sent.files
        offered = [data for one in sam.screen.values() for data in one.buttons.values()]
        assert (await kim.get(path))[0] == 404
        for data in offered:
            status, said = await kim.post("/tap", button=data)
            assert (status, said.split(".")[0]) == (409, "That button is not there any more")
        await kim.say("Hello.")
        await kim.until("I agree")
        assert not any(one.files for one in kim.screen.values())
        _, shown = await kim.get("/")
        assert "Efa" not in shown
        before = dict(sam.screen)
        _, shown = await sam.get("/")
        assert read_messages(shown).keys() == before.keys()


@pytest.mark.parametrize(
    "button",
    [
        "",
        "1",
        "1:",
        "x:begin:promise-first:",
        "99:resume",
        "3:forged",
        "²:resume",
        ":",
        f"{10**4000}:",
    ],
)
async def test_a_forged_tap_is_refused(page: TriedPage, button: str) -> None:
    """What no button on the screen sends does nothing and says so."""
    async with page.learner(_SHORT) as visitor:
        before = len(visitor.screen)
        status, said = await visitor.post("/tap", button=button)
        assert status == 409
        assert said.startswith("That button is not there any more")
        _, shown = await visitor.get("/")
        assert len(read_messages(shown)) == before


async def test_a_button_that_was_used_is_gone(page: TriedPage) -> None:
    """The second of two taps is told where things stand, and is no second turn."""
    async with page.learner(_SHORT) as visitor:
        (begin,) = [one.buttons["Begin"] for one in visitor.screen.values() if one.buttons]
        assert (await visitor.post("/tap", button=begin))[0] == 204
        await visitor.until("Can I tell you something?")
        assert (await visitor.post("/tap", button=begin))[0] == 409
        await visitor.choose("limits")
        await visitor.until("turn 2")
        assert len([one for one in visitor.screen.values() if "turn 1" in one.text]) == 1


@pytest.mark.parametrize("letter", ["x", "ж", "語", "é"])
async def test_the_longest_text_is_taken_and_a_longer_one_is_not(
    page: TriedPage, letter: str
) -> None:
    """4,096 characters in any script reach the bot; one more is refused in words."""
    async with page.visitor() as visitor:
        assert (await visitor.post("/say", text=letter * _MOST_TEXT))[0] == 204
        status, said = await visitor.post("/say", text=letter * (_MOST_TEXT + 1))
        assert status == 400
        assert said.startswith("That text is too long")


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\t"])
async def test_nothing_is_not_sent(page: TriedPage, text: str) -> None:
    """An empty text is refused in words, and the bot hears nothing."""
    async with page.visitor() as visitor:
        status, said = await visitor.post("/say", text=text)
        assert status == 400
        assert said.startswith("There is no text in that")


async def test_a_body_over_the_limit_is_refused_in_words(page: TriedPage) -> None:
    """What is far too long is not even read to its end."""
    async with page.visitor() as visitor:
        status, said = await visitor.post("/say", text="x" * 100_000)
        assert status == 413
        assert said.startswith("That text is too long")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "𝔘" * 100, "\u202eabc", "<b>&amp;", "\r\n."])
async def test_odd_text_is_text(page: TriedPage, text: str) -> None:
    """Whatever is typed is answered, and never taken for markup."""
    async with page.visitor() as visitor:
        body = b"text=" + text.encode(errors="surrogatepass")
        headers = {"Accept": "text/plain", "Content-Type": "application/x-www-form-urlencoded"}
        async with visitor.session.post("/say", data=body, headers=headers) as answer:
            assert answer.status in {204, 400}
        assert (await visitor.get("/"))[0] == 200


async def test_whoever_is_too_quick_is_asked_to_wait(page: TriedPage) -> None:
    """So much at once is no person: 429, in words; and it slows nobody else."""
    async with page.learner(_SHORT) as quick, page.visitor() as other:
        answers = await _say_at_once(quick, 2 * _MOST_ACTS)
        await other.say("/start")
        assert {status for status, _ in answers} == {204, 429}
        assert all(
            said.startswith("That was very quick") for status, said in answers if status == 429
        )
        assert (await quick.get("/"))[0] == 200


async def test_without_a_script_the_forms_do_it_all(page: TriedPage) -> None:
    """Each form is answered with the page, with the bot's answer on it already."""
    async with page.visitor(watching=False) as visitor:
        _, shown = await visitor.get("/")
        for path, fields, said in (
            ("/begin", {}, "accept these rules"),
            ("/tap", {"button": "I agree"}, "Tap a title to read about it"),
            ("/say", {"text": _SHORT}, "Your practice is ready"),
            ("/tap", {"button": "Begin"}, "Can I tell you something?"),
            ("/say", {"text": "1"}, "turn 2"),
            ("/tap", {"button": "1"}, "turn 3"),
        ):
            shown = await _submit(visitor, path, fields, shown)
            assert said in plain(list(read_messages(shown).values())[-1].text)


async def test_without_a_script_problems_are_pages(page: TriedPage) -> None:
    """What can't be done is said on a page, with the way back to the phone."""
    async with page.visitor(watching=False) as visitor:
        async with visitor.session.post("/tap", data={"button": "1:gone"}) as answer:
            assert answer.status == 409
            shown = await answer.text()
        assert "That button is not there any more" in words_around(shown)
        assert 'href="/"' in shown


async def test_start_begins_the_scenario_that_was_named(tmp_path: Path) -> None:
    """The phone's Start leads straight to the scenario that the page was opened for."""
    async with (
        trying(tmp_path, scenario="promise-first") as page,
        page.visitor() as visitor,
    ):
        assert (await visitor.post("/begin"))[0] == 204
        await visitor.tap("I agree")
        await visitor.tap("Begin")
        await visitor.until("Can I tell you something?")


async def test_so_many_streams_are_no_browser(page: TriedPage) -> None:
    """However many a visitor opens at one moment, four are served."""
    async with page.visitor(watching=False) as visitor:
        opened = await asyncio.gather(*(visitor.session.get("/stream") for _ in range(40)))
        assert Counter(stream.status for stream in opened) == {200: 4, 429: 36}
        for stream in opened:
            stream.close()


@pytest.mark.parametrize("number", ["", "x", "²", "-1", "9" * 5000])
async def test_a_stream_begins_anew_after_what_was_never_seen(page: TriedPage, number: str) -> None:
    """Whoever says to have seen what nobody showed them is shown everything."""
    async with page.learner(_SHORT) as visitor:
        _, shown = await visitor.get("/")
        epoch = shown.partition('data-seen="')[2].partition("-")[0]
        await visitor.look_away()
        visitor.events.clear()
        visitor.watch(f"{epoch}-{number}")
        assert await visitor.until(lambda: visitor.events and visitor.events[0][0]) == "all"


@pytest.mark.usefixtures("unhurried")
async def test_a_stream_goes_on_where_it_was_left(page: TriedPage) -> None:
    """Whoever comes back with what they saw last is told what changed since, and nothing twice."""
    async with page.learner(_SHORT) as visitor:
        _, shown = await visitor.get("/")
        found = re.search(r'data-seen="([^"]+)"', shown)
        assert found is not None
        await visitor.look_away()
        seen = dict(visitor.screen)
        visitor.events.clear()
        await visitor.tap("Begin")
        visitor.watch(found[1])
        await visitor.until("Can I tell you something?")
        assert {name for name, _ in visitor.events} <= {"messages", "typing"}
        told = [number for _, html in visitor.events for number in read_messages(html)]
        assert seen.keys() - set(told)


async def _say_at_once(visitor: Visitor, times: int) -> list[tuple[int, str]]:
    return await asyncio.gather(*(visitor.post("/say", text="/help") for _ in range(times)))


async def _submit(visitor: Visitor, path: str, fields: dict[str, str], shown: str) -> str:
    """Send a form of a page as a browser without scripts; return the page that comes of it."""
    if path == "/tap":
        newest = [one for one in read_messages(shown).values() if one.buttons][-1]
        fields = {"button": newest.buttons[fields["button"]]}
    async with visitor.session.post(path, data=fields) as answer:
        assert answer.status == 200
        assert [each.status for each in answer.history] == [303]
        assert answer.url.path == "/"
        return await answer.text()


def _with_file(visitor: Visitor) -> Seen | None:
    return next((one for one in visitor.screen.values() if one.files), None)
