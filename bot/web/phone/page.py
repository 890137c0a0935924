"""The routes of the page: who comes in, what their phone shows, and what they do on it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.standin.errors import ApiError, NotOnScreen
from bot.storage.errors import DatabaseUnavailable
from bot.storage.page_records import PageVisitor
from bot.web.bodies import read_body
from bot.web.phone import words
from bot.web.phone.keeping import file_in
from bot.web.phone.phone import NoPhone, NotTaken, Phone, TooFast
from bot.web.phone.phones import Phones
from bot.web.phone.screen import Screen, position
from bot.web.phone.visitors import VISIT_LASTS, Visitors
from bot.web.phone.watching import Beside, watch
from bot.web.security import SecureHeaders, is_from_elsewhere

_COOKIE = "rehearse-visit"
_PORT = re.compile(r":(\d{1,5})$")
_NUMBER = re.compile(r"\d{1,9}")
_STATIC = Path(__file__).parent / "static"
_MOST_BYTES = 49_152  # the longest text that Telegram takes, in any script, as a form sends it
_MOST_WATCHING = 4

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

_PROBLEMS: Mapping[type[Exception], tuple[HTTPStatus, str]] = {
    ApiError: (HTTPStatus.BAD_REQUEST, words.TOO_LONG),
    NotOnScreen: (HTTPStatus.CONFLICT, words.GONE),
    TooFast: (HTTPStatus.TOO_MANY_REQUESTS, words.TOO_FAST),
    NotTaken: (HTTPStatus.SERVICE_UNAVAILABLE, words.NOT_TAKEN),
    DatabaseUnavailable: (HTTPStatus.SERVICE_UNAVAILABLE, words.BUSY),
    NoPhone: (HTTPStatus.FORBIDDEN, words.VISIT_OVER),
}
"""How each thing that can go wrong is answered."""


class _Problem(Exception):
    """Something that is not done; `said` tells the visitor why, and what to do."""

    def __init__(self, status: HTTPStatus, said: str) -> None:
        super().__init__(status, said)
        self.status = status
        self.said = said


class Page:
    """The try-it page.

    `opening` is what Start says on a phone that shows nothing yet. `beside`, if given, makes what
    a tutor sees beside the phone.
    """

    def __init__(
        self,
        visitors: Visitors,
        phones: Phones,
        screen: Screen,
        opening: Callable[[], str],
        beside: Beside | None = None,
    ) -> None:
        self._visitors = visitors
        self._phones = phones
        self._opening = opening
        self._beside = beside
        self._screen = screen

    @property
    def route(self) -> BaseRoute:
        """Everything that the page serves, from the root on."""
        get: Mapping[str, Endpoint] = {
            "/": self._home,
            "/enter/{link}": self._door,
            "/stream": self._stream,
            "/file/{message}": self._file,
        }
        post: Mapping[str, Endpoint] = {
            "/enter/{link}": self._enter,
            "/begin": self._begin,
            "/say": self._say,
            "/tap": self._tap,
            "/leave": self._leave,
        }
        routes: list[BaseRoute] = [Route(path, self._told(do)) for path, do in get.items()]
        routes += [Route(path, self._told(do), methods=["POST"]) for path, do in post.items()]
        routes.append(Mount("/static", StaticFiles(directory=_STATIC)))
        served = Starlette(routes=routes, exception_handlers={HTTPException: self._refused})
        return Mount("/", SecureHeaders(served))

    async def _home(self, request: Request) -> Response:
        phone = await self._phone_of(request)
        return self._html(
            "phone.html",
            bot=self._phones.bot_name,
            messages=self._screen.messages(phone.chat.messages.values()),
            seen=position(phone.epoch, phone.chat),
            typing=phone.is_typing,
            commands=await self._phones.commands(),
            beside=await self._beside(phone.person.id) if self._beside is not None else None,
        )

    async def _door(self, request: Request) -> Response:
        """Show the door. Looking at a link does not use it up: programs do, for previews."""
        if await self._visitor(request) is not None:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        if not await self._visitors.is_invited(request.path_params["link"]):
            raise _Problem(HTTPStatus.GONE, words.LINK_USED)
        return self._html("door.html", bot=self._phones.bot_name)

    async def _enter(self, request: Request) -> Response:
        _check_origin(request)
        session = await self._visitors.enter(request.path_params["link"])
        if session is None:
            raise _Problem(HTTPStatus.GONE, words.LINK_USED)
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        answer.set_cookie(
            _cookie(request),
            session,
            max_age=int(VISIT_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    async def _begin(self, request: Request) -> Response:
        """Say what Start says at this moment: a tutor may have changed it after the page came."""
        visitor, _ = await self._posted(request, "")
        phone = await self._phones.phone(visitor.person)
        await self._phones.send(phone, visitor.opening or self._opening())
        return await self._shown(request, phone)

    async def _say(self, request: Request) -> Response:
        visitor, text = await self._posted(request, "text")
        if not text.strip():
            raise _Problem(HTTPStatus.BAD_REQUEST, words.NOT_A_TEXT)
        phone = await self._phones.phone(visitor.person)
        await self._phones.send(phone, text)
        return await self._shown(request, phone)

    async def _tap(self, request: Request) -> Response:
        visitor, button = await self._posted(request, "button")
        number, _, data = button.partition(":")
        if not _NUMBER.fullmatch(number):
            raise _Problem(HTTPStatus.CONFLICT, words.GONE)
        phone = await self._phones.phone(visitor.person)
        await self._phones.tap(phone, int(number), data)
        return await self._shown(request, phone)

    async def _leave(self, request: Request) -> Response:
        visitor, _ = await self._posted(request, "")
        await self._visitors.leave(visitor.person)
        self._phones.put_away(visitor.person)
        answer = self._notice(HTTPStatus.OK, words.VISIT_OVER)
        answer.delete_cookie(_cookie(request))
        return answer

    async def _stream(self, request: Request) -> Response:
        phone = await self._phone_of(request)
        if phone.watchers >= _MOST_WATCHING:
            raise _Problem(HTTPStatus.TOO_MANY_REQUESTS, words.BUSY)
        seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        events = self._watched(phone, seen)
        await anext(events)
        return StreamingResponse(events, media_type="text/event-stream")

    async def _watched(self, phone: Phone, seen: str) -> AsyncIterator[str]:
        """Give a stream's events; the first is nothing, and counts whoever watches at once."""
        with self._phones.watching(phone):
            yield ""
            async for event in watch(self._phones, phone, self._screen, seen, self._beside):
                yield event

    async def _file(self, request: Request) -> Response:
        phone = await self._phone_of(request)
        number = request.path_params["message"]
        message = phone.chat.messages.get(int(number)) if _NUMBER.fullmatch(number) else None
        file = file_in(message.content) if message is not None else None
        if file is None:
            raise _Problem(HTTPStatus.NOT_FOUND, words.NO_FILE)
        upload = self._phones.files[file["file_id"]]
        headers = {"Cache-Control": "private, max-age=3600"}
        if "file_name" in file:
            headers["Content-Disposition"] = f'attachment; filename="{upload.name}"'
        return Response(upload.data, media_type=upload.content_type, headers=headers)

    async def _visitor(self, request: Request) -> PageVisitor | None:
        session = request.cookies.get(_cookie(request), "")
        return await self._visitors.visitor(session) if session else None

    async def _known(self, request: Request) -> PageVisitor:
        """Return whose phone a browser asks for. Raises DatabaseUnavailable."""
        visitor = await self._visitor(request)
        if visitor is None:
            was_here = request.cookies.get(_cookie(request))
            raise _Problem(HTTPStatus.FORBIDDEN, words.VISIT_OVER if was_here else words.NO_VISIT)
        return visitor

    async def _phone_of(self, request: Request) -> Phone:
        """Return the phone of whoever asks. Raises NoPhone, or DatabaseUnavailable."""
        return await self._phones.phone((await self._known(request)).person)

    async def _posted(self, request: Request, field: str) -> tuple[PageVisitor, str]:
        """Return who sent a form, and what is in one of its fields.

        A form may come slowly, and their phone be put away meanwhile: it is to be asked for anew.
        """
        _check_origin(request)
        visitor = await self._known(request)
        body = (await read_body(request, _MOST_BYTES)).decode(errors="replace")
        return visitor, dict(parse_qsl(body)).get(field, "")

    async def _shown(self, request: Request, phone: Phone) -> Response:
        """Answer what was done: a page that watches needs nothing, a form sees the phone again."""
        if _is_watching(request):
            return Response(status_code=HTTPStatus.NO_CONTENT)
        await self._phones.quiet(phone)
        self._phones.tidy()
        return RedirectResponse("/#latest", HTTPStatus.SEE_OTHER)

    def _told(self, do: Endpoint) -> Endpoint:
        """Return an endpoint that says what went wrong in words."""

        async def answer(request: Request) -> Response:
            try:
                return await do(request)
            except _Problem as problem:
                status, said = problem.status, problem.said
            except tuple(_PROBLEMS) as error:
                status, said = _PROBLEMS[type(error)]
            return self._answered(request, status, said)

        return answer

    async def _refused(self, request: Request, error: Exception) -> Response:
        """Say in words what was refused before an endpoint knew of it."""
        status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
        is_long = status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return self._answered(request, status, words.TOO_LONG if is_long else words.NO_PAGE)

    def _answered(self, request: Request, status: HTTPStatus, said: str) -> Response:
        if _is_watching(request):
            return PlainTextResponse(said, status)
        return self._notice(status, said)

    def _notice(self, status: HTTPStatus, said: str) -> Response:
        return self._html("notice.html", status, bot=self._phones.bot_name, said=said)

    def _html(self, template: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
        return HTMLResponse(self._screen.page(template, **values), status)


def _cookie(request: Request) -> str:
    """Name the cookie after the port in the address: browsers keep those of a host together."""
    port = _PORT.search(request.headers.get("host", ""))
    return _COOKIE if port is None else f"{_COOKIE}-{port[1]}"


def _is_watching(request: Request) -> bool:
    """Whether the page's script asks, which shows what comes of it by itself."""
    return request.headers.get("accept") == "text/plain"


def _check_origin(request: Request) -> None:
    if is_from_elsewhere(request):
        raise _Problem(HTTPStatus.FORBIDDEN, words.FROM_ELSEWHERE)
