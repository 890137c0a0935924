"""The phones of the page's visitors: chats with the bot in this process, kept in the database.

The bot calls a Bot API in memory, which refuses what Telegram refuses. Before a call is answered,
what it changed in a learner's chat is kept, and before a visitor's tap is acknowledged the bot has
committed it. A chat that nobody looks at is put away, and opened again from the database.
"""

import asyncio
import contextlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from bot.errors import NotReady
from bot.standin.chats import Message
from bot.standin.core import BotApi
from bot.standin.errors import ApiError
from bot.standin.files import Files, Upload
from bot.standin.text import Json
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.transaction import Transaction
from bot.web.phone.keeping import file_in, restore, to_keep
from bot.web.phone.phone import NoPhone, NotTaken, Phone, TooFast

TOKEN = "1:the-page"  # noqa: S105 - it opens nothing: the Bot API in memory has one caller
_MOST_OPEN = 200
_MOST_MESSAGES = 400
_COMMIT_SECONDS = 10.0
_TALK_SECONDS, _PAUSE_SECONDS = 3.0, 0.3
_UPDATE_NUMBERS = 1 << 52


class Phones:
    """Every visitor's phone. `take` is the bot's end: it returns once an update is committed."""

    def __init__(self, database: Database) -> None:
        self.take: Callable[[Json], Awaitable[None]] | None = None
        self._database = database
        # Other programs number their updates too, and a number counts once in a database.
        first = secrets.randbelow(_UPDATE_NUMBERS) + 1
        self._api = BotApi(TOKEN, post=self._post, local=True, first_update=first)
        self._open: OrderedDict[int, Phone] = OrderedDict()
        self._opening: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._commits: dict[int, asyncio.Future[None]] = {}
        self.closing = False

    @property
    def files(self) -> Files:
        """The pictures and documents in the chats that are open."""
        return self._api.files

    @property
    def bot_name(self) -> str:
        """What the bot is called."""
        return str(self._api.world.bot["first_name"])

    @property
    def username(self) -> str:
        """The name that links to the bot end with."""
        return str(self._api.world.bot["username"])

    @property
    def people(self) -> Sequence[int]:
        """The visitors whose phones are open."""
        return tuple(self._open)

    async def commands(self) -> list[Json]:
        """Return the commands that the bot offers in its menu."""
        offered: list[Json] = await self._api.call(TOKEN, "getMyCommands", {})
        return offered

    async def phone(self, person: int) -> Phone:
        """Return a visitor's phone, as it was left. Raises NoPhone, or DatabaseUnavailable."""
        lock = self._opening.setdefault(person, asyncio.Lock())
        async with lock:
            if person not in self._open:
                self._open[person] = await self._opened(person)
        self._open.move_to_end(person)
        return self._open[person]

    async def send(self, phone: Phone, text: str) -> None:
        """Send a text, and wait until the bot has committed what it made of it.

        Raises ApiError for a text that Telegram refuses, NoPhone once the visit is over, TooFast,
        NotTaken or DatabaseUnavailable.
        """
        await self._act(phone, lambda: phone.person.sends(text))

    async def tap(self, phone: Phone, message: int, data: str) -> None:
        """Tap a button, as `send` does. Raises NotOnScreen when it is not there any more."""
        await self._act(phone, lambda: phone.person.taps(message, data))

    async def quiet(self, phone: Phone) -> None:
        """Wait a little until the bot has said what it has to say."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TALK_SECONDS):
                while True:
                    await asyncio.wait_for(phone.chat.changed(), _PAUSE_SECONDS)

    async def carry(
        self, token: str, method: str, fields: Mapping[str, Any], files: Mapping[str, Any]
    ) -> tuple[int, Json]:
        """Carry out a call of the bot's; return the status and the answer as Telegram's.

        A chat that it changes is kept before the answer; where that fails, the bot calls again.
        """
        uploads = {part: Upload(name, kind, data) for part, (name, data, kind) in files.items()}
        phone = None
        try:
            if "chat_id" in fields:
                phone = await self._called(int(fields["chat_id"]))
            result = await self._api.call(token, method, {**fields, **uploads})
            if phone is not None:
                await self._keep(phone)
        except ApiError as refused:
            return refused.code, _refusal(refused)
        except DatabaseUnavailable:
            return 502, _refusal(ApiError(502, "Bad Gateway"))
        return 200, {"ok": True, "result": result}

    async def fetch(self, token: str, path: str) -> tuple[int, bytes]:
        """Return the status and a file that a visitor sent, by the path that the bot was told."""
        try:
            return 200, self._api.download(token, path)
        except ApiError as refused:
            return refused.code, json.dumps(_refusal(refused)).encode()

    def is_open(self, phone: Phone) -> bool:
        """Whether this is still what a visitor's phone is."""
        return self._open.get(phone.person.id) is phone

    @contextlib.contextmanager
    def watching(self, phone: Phone) -> Iterator[None]:
        """Count somebody who watches a phone for as long as they do."""
        phone.watchers += 1
        try:
            yield
        finally:
            phone.watchers -= 1
            self.tidy()

    def tidy(self) -> None:
        """Put the phones away whose visit is over and that nobody watches."""
        for phone in tuple(self._open.values()):
            if phone.is_over and not phone.watchers:
                self.put_away(phone.person.id)

    def touch(self) -> None:
        """Let everybody who watches a phone look again."""
        for phone in self._open.values():
            phone.chat.touch()

    def put_away(self, person: int) -> None:
        """Forget a phone here; the database may still know it."""
        phone = self._open.pop(person, None)
        if phone is None:
            return
        for message in phone.chat.messages.values():
            self._forget_file(message)
        self._api.world.close(phone.chat)
        phone.chat.touch()

    def close(self) -> None:
        """Give no more updates to the bot, and let nobody watch any more."""
        self.closing = True
        self._api.close()
        self.touch()

    async def _opened(self, person: int) -> Phone:
        exists, kept = await self._database.transact(partial(_kept, person=person))
        if not exists:
            raise NoPhone
        phone = Phone(self._api.person("You", id=person))
        phone.chat.on_remove = self._forget_file
        restore(phone.chat, self._api.world.bot, self.files, kept)
        self._make_room()
        return phone

    def _forget_file(self, message: Message) -> None:
        file = file_in(message.content)
        if file is not None:
            self.files.forget(file["file_id"])

    def _make_room(self) -> None:
        idle = (person for person, phone in self._open.items() if not phone.watchers)
        if len(self._open) >= _MOST_OPEN and (oldest := next(idle, None)) is not None:
            self.put_away(oldest)

    async def _called(self, chat: int) -> Phone | None:
        try:
            return await self.phone(chat)
        except NoPhone:
            return None

    async def _act(self, phone: Phone, act: Callable[[], object]) -> None:
        if self.take is None:
            raise NotTaken
        if phone.is_over:
            raise NoPhone
        if not phone.pace.has_capacity():
            raise TooFast
        await phone.pace.acquire()
        act()
        number = self._api.world.queue.newest
        committed = self._commits[number] = asyncio.get_running_loop().create_future()
        try:
            await self._keep(phone)
            async with asyncio.timeout(_COMMIT_SECONDS):
                await committed
        except TimeoutError:
            raise NotTaken from None
        finally:
            del self._commits[number]

    async def _post(self, _url: str, _headers: Mapping[str, str], update: Json) -> int:
        """Give the bot an update; 200 means that it is committed."""
        if self.take is None:
            return 503
        try:
            await self.take(update)
        except (DatabaseUnavailable, NotReady):
            return 503
        committed = self._commits.get(update["update_id"])
        if committed is not None and not committed.done():
            committed.set_result(None)
        return 200

    async def _keep(self, phone: Phone) -> None:
        """Keep what has changed in a chat since it was last kept; nothing before they agree."""
        async with phone.saving:
            chat, since = phone.chat, phone.kept
            for message in list(chat.messages.values())[:-_MOST_MESSAGES]:
                chat.remove(message)
            changed = [one for one in chat.messages.values() if one.revision > since]
            removed = [number for number, at in chat.removed.items() if at > since]
            until = chat.revision
            if changed or removed:
                keep = [to_keep(message, self.files) for message in changed]

                async def work(tx: Transaction) -> bool:
                    if await tx.learner(chat.id) is None:
                        phone.is_over = not await tx.page_visitor_exists(chat.id)
                        return False
                    for message in keep:
                        await tx.keep_page_message(chat.id, message)
                    for number in removed:
                        await tx.forget_page_message(chat.id, number)
                    return True

                if not await self._database.transact(work):
                    return
            phone.kept = until


async def _kept(tx: Transaction, person: int) -> tuple[bool, Any]:
    return await tx.page_visitor_exists(person), await tx.page_messages(person)


def _refusal(refused: ApiError) -> Json:
    answer: Json = {
        "ok": False,
        "error_code": refused.code,
        "description": refused.description,
    }
    if refused.retry_after is not None:
        answer["parameters"] = {"retry_after": refused.retry_after}
    return answer
