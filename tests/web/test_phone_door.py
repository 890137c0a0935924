"""Who may come in at the page, what is refused, and what every answer tells the browser."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.centre.codes import digest
from bot.storage.moments import micros
from bot.web.phone.visitors import Visitors
from tests.contract.plain import look
from tests.web.reading import words_around
from tests.web.trying import TriedPage, Visitor

_STRICT = "default-src 'none'"
_ELSEWHERE = "https://elsewhere.example"


async def test_a_link_lets_one_browser_in(page: TriedPage) -> None:
    """Whoever comes second is told that the link was used, whether they look or knock."""
    link = page.links[-1]
    async with page.visitor() as first, page.stranger() as second:
        assert (await first.get("/"))[0] == 200
        for status, said in (await second.get(link), await _knock(second, link)):
            assert status == 410
            assert "has been used, or is too old" in words_around(said)
        assert (await second.get("/"))[0] == 403


async def test_looking_at_a_link_does_not_use_it(page: TriedPage) -> None:
    """A program that fetches a preview leaves the link to the person it was sent to."""
    async with page.stranger() as preview:
        for _ in range(3):
            assert (await preview.get(page.links[-1]))[0] == 200
        assert (await preview.get("/"))[0] == 403
    async with page.visitor() as visitor:
        assert (await visitor.get("/"))[0] == 200


async def test_a_link_expires(page: TriedPage) -> None:
    """After its day a link that nobody used lets nobody in."""
    for secret, age in (("too-old", timedelta(seconds=-1)), ("young", timedelta(minutes=1))):
        row = f"('{digest(secret)}', {micros(datetime.now(UTC) + age)})"
        await look(page.database_url, f"INSERT INTO page_links (digest, expires_at) VALUES {row}")  # noqa: S608 - our own values
    async with page.stranger() as visitor:
        assert (await visitor.get("/enter/too-old"))[0] == 410
        assert (await _knock(visitor, "/enter/too-old"))[0] == 410
        assert (await visitor.get("/enter/young"))[0] == 200


async def test_a_link_holds_for_a_day(page: TriedPage) -> None:
    """What is handed out in the evening is still good the next morning."""
    ((until,), *_) = await look(page.database_url, "SELECT expires_at FROM page_links")
    day = until - micros(datetime.now(UTC))
    assert timedelta(hours=23) < timedelta(microseconds=day) <= timedelta(hours=24)


async def test_whoever_is_in_goes_to_their_phone_with_any_link(page: TriedPage) -> None:
    """A link that is opened again shows the phone, and uses no other link up."""
    spare = page.links[0]
    async with (
        page.visitor() as visitor,
        visitor.session.get(spare, allow_redirects=False) as answer,
    ):
        assert (answer.status, answer.headers["Location"]) == (303, "/")
    async with page.stranger() as other:
        assert (await other.get(spare))[0] == 200


@pytest.mark.parametrize("cookie", [None, "", "wrong", "é" * 9, "x" * 3000])
@pytest.mark.parametrize("path", ["/", "/stream", "/file/1"])
async def test_without_its_cookie_nobody_sees_a_phone(
    page: TriedPage, cookie: str | None, path: str
) -> None:
    """With none, or an empty one, 403 and where to get a link; with a wrong one, 403 as well."""
    async with page.stranger() as visitor:
        headers = {} if cookie is None else {"Cookie": f"{visitor.cookie}={cookie}"}
        status, said = await visitor.get(path, headers=headers)
        assert status == 403
        expected = "Your visit has ended" if cookie else "You need a link to come in here"
        assert expected in words_around(said)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:8081", "rehearse-visit-8081"),
        ("[::1]:8081", "rehearse-visit-8081"),
        ("[::1]", "rehearse-visit"),
        ("try.example.org", "rehearse-visit"),
        ("try.example.org:x=y", "rehearse-visit"),
    ],
)
async def test_each_port_of_a_host_has_visits_of_its_own(
    page: TriedPage, host: str, name: str
) -> None:
    """Browsers keep a host's cookies together, so two pages there name theirs after the port."""
    async with page.visitor() as visitor:
        link, headers = page.links[-1], {"Host": host}
        async with visitor.session.post(link, headers=headers, allow_redirects=False) as answer:
            assert answer.headers["Set-Cookie"].startswith(f"{name}=")
        assert (await visitor.get("/"))[0] == 200
        assert (await visitor.get("/", headers=headers))[0] == 200


@pytest.mark.parametrize("path", ["/begin", "/say", "/tap", "/leave"])
async def test_without_its_cookie_nobody_does_anything(page: TriedPage, path: str) -> None:
    """Forms of somebody who was not let in are refused."""
    async with page.stranger() as visitor:
        assert (await visitor.post(path, text="/start"))[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": _ELSEWHERE},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_do_nothing_in_a_visitors_name(
    page: TriedPage, headers: Mapping[str, str]
) -> None:
    """A form that another site's page sends is refused, cookie or not, and changes nothing."""
    async with page.visitor() as visitor:
        for path in ("/begin", "/say", "/tap", "/leave", page.links[-1]):
            fields = {"text": "/start"}
            async with visitor.session.post(path, data=fields, headers=headers) as answer:
                assert answer.status == 403
                assert "another website" in words_around(await answer.text())
        assert (await visitor.get("/"))[0] == 200
        assert not visitor.screen
    async with page.visitor() as other:
        assert (await other.get("/"))[0] == 200


async def test_the_pages_own_forms_are_taken(page: TriedPage) -> None:
    """The Origin that a browser sends with the page's own form is no hindrance."""
    async with page.visitor() as visitor:
        headers = {"Origin": page.address, "Sec-Fetch-Site": "same-origin"}
        fields = {"text": "/start"}
        async with visitor.session.post("/say", data=fields, headers=headers) as answer:
            assert answer.status == 200


async def test_the_cookie_is_for_this_site_and_no_script(page: TriedPage) -> None:
    """The session can't be read by scripts, and other sites' forms don't carry it."""
    async with page.stranger() as visitor:
        link = page.links[-1]
        async with visitor.session.post(link, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/enter/nothing", 303),
        ("POST", "/enter/nothing", 410),
        ("GET", "/file/9", 404),
        ("GET", "/file/nothing", 404),
        ("GET", f"/file/{'9' * 5000}", 404),
        ("GET", "/nowhere", 404),
        ("POST", "/nowhere", 404),
        ("GET", "/say", 405),
        ("PUT", "/", 405),
        ("POST", "/tap", 409),
        ("POST", "/say", 400),
        ("GET", "/static/phone.css", 200),
        ("GET", "/static/phone.js", 200),
        ("GET", "/static/icon.svg", 200),
        ("GET", "/static/nothing", 404),
        ("GET", "/static/../page.py", 404),
        ("GET", "/static/%2e%2e/page.py", 404),
    ],
)
async def test_every_answer_tells_the_browser_what_to_refuse(
    page: TriedPage, method: str, path: str, status: int
) -> None:
    """Pages, files, errors and refusals alike carry the policy, and none is shared."""
    async with (
        page.visitor() as visitor,
        visitor.session.request(method, path, allow_redirects=False) as answer,
    ):
        assert answer.status == status
        _check_headers(answer.headers)


async def test_refusals_of_what_is_too_much_are_as_strict(page: TriedPage) -> None:
    """A body over the limit and a stream too many carry the policy as well."""
    async with page.visitor() as visitor:
        async with visitor.session.post("/say", data={"text": "x" * 100_000}) as answer:
            assert answer.status == 413
            _check_headers(answer.headers)
        async with visitor.session.get("/stream") as answer:
            _check_headers(answer.headers)
            assert answer.content_type == "text/event-stream"


async def test_a_failure_inside_is_answered_as_strictly(
    page: TriedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody thought of is a 500 with the policy on it, and says nothing of what happened."""
    async with page.visitor() as visitor:
        with monkeypatch.context() as broken:
            broken.setattr(Visitors, "visitor", _fails)
            async with visitor.session.get("/") as answer:
                assert answer.status == 500
                assert "unheard of" not in await answer.text()
                _check_headers(answer.headers)
        assert (await visitor.get("/"))[0] == 200


async def test_no_secret_is_kept_or_logged(page: TriedPage) -> None:
    """The database holds digests of the links and sessions, and the log nothing of them."""
    links = [link.rpartition("/")[2] for link in page.links]
    async with page.learner() as visitor:
        secrets = [*links, visitor.secret]
        assert all(len(secret) >= 16 for secret in secrets)
        tables = await look(
            page.database_url,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'scenario_versions'",
        )
        kept = [await look(page.database_url, f"SELECT * FROM {table}") for (table,) in tables]  # noqa: S608 - our own tables
    shown = repr(kept) + page.log
    assert hashlib.sha256(visitor.secret.encode()).hexdigest() in shown
    assert [secret for secret in secrets if secret in shown] == []


async def _fails(*_: object) -> None:
    raise RuntimeError("unheard of")


def _check_headers(headers: Mapping[str, str]) -> None:
    policy = headers["Content-Security-Policy"]
    assert policy.startswith(_STRICT)
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Server" not in headers
    assert headers["Cache-Control"] == "no-store" or "public" not in headers["Cache-Control"]


async def _knock(visitor: Visitor, link: str) -> tuple[int, str]:
    async with visitor.session.post(link) as answer:
        return answer.status, await answer.text()
