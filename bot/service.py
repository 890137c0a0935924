"""The running bot: the one place where its parts are put together, started and stopped."""

import asyncio
import contextlib
import hmac
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from bot.centre.phrases.listed import load_phrases
from bot.errors import NoToken, NotReady
from bot.library import Published, read_library
from bot.metrics import Metrics
from bot.page_line import PageLine
from bot.practice.library import Library
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from bot.storage.update_log import SetAside
from bot.telegram.alerting import Alerting
from bot.telegram.api import Api
from bot.telegram.delivery import Delivery
from bot.telegram.exchange import Exchange
from bot.telegram.handlers import Handlers
from bot.telegram.intake import Intake
from bot.telegram.meeting import expect_polls, expect_posts, meet
from bot.telegram.polling import Polling
from bot.telegram.reminding import Reminding
from bot.telegram.updates import Raw
from bot.web.app import Webhook, application
from bot.web.phone.page import Page
from bot.web.server import serving

_STOP_SECONDS = 4.0
_KEPT = timedelta(hours=48)
_HOUSEKEEPING_SECONDS = 3600.0

log = structlog.get_logger(__name__)


class Service:
    """A bot between its database and those it talks with; it takes updates once it has a name.

    They talk over Telegram, over the Bot API behind the phones of the page, or over both.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        library: Library,
        *,
        telegram: Api | None = None,
        page: Api | None = None,
    ) -> None:
        self._database = database
        self._metrics = Metrics()
        self._delivery = Delivery(
            database,
            Exchange(telegram, page),
            self._metrics,
            typing=settings.typing_seconds,
            rate=settings.send_rate,
        )
        phrases, address = load_phrases(), settings.page_url
        self._intakes = {
            api: Intake(
                database,
                Handlers(library, phrases, api, address),
                self._delivery,
                api,
                self._metrics,
            )
            for api in (telegram, page)
            if api is not None
        }
        self._rounds = (
            Reminding(database, library, self._delivery),
            Alerting(database, self._delivery),
        )
        self._round_tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Send what was still owed from before, and remind and alert from now on."""
        await self._delivery.start()
        self._round_tasks = {asyncio.create_task(each.run()) for each in self._rounds}

    async def take(self, api: Api, update: Raw) -> None:
        """Take an update that came over `api`.

        Returns once what it changed and the replies it owes are committed. Raises NotReady or
        DatabaseUnavailable; the update has to come again then.
        """
        if not api.known:
            raise NotReady
        try:
            await self._intakes[api].take(update)
        except DatabaseUnavailable as error:
            log.error("updates wait for the database", reason=error.reason.value)
            raise

    async def ready(self) -> bool:
        """Whether updates can be handled: the bot is known and the database answers."""
        return all(api.known for api in self._intakes) and await self._database.ready()

    async def metrics(self) -> bytes:
        """Return what is counted, in Prometheus' text format."""
        return await self._metrics.page(self._database)

    def wake(self, chat: int) -> None:
        """Send what is owed to a chat."""
        self._delivery.wake(chat)

    async def retry(self, aside: SetAside) -> None:
        """Handle an update that was set aside once more; raises what breaks it again."""
        intake = next(iter(self._intakes.values()))
        await intake.retry(aside)

    async def stop(self) -> None:
        """Finish what is on its way; the rest stays owed."""
        for task in self._round_tasks:
            task.cancel()
        if self._round_tasks:
            await asyncio.wait(self._round_tasks)
        for intake in self._intakes.values():
            await intake.stop()
        await self._delivery.stop(_STOP_SECONDS)


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises CannotStart, InvalidScenario or StorageError when it can't start.
    """
    stopping = stopping_by_signal()
    async with (
        open_service(settings, with_page=settings.page_url is not None) as (service, api, line),
        contextlib.AsyncExitStack() as stack,
    ):
        webhook, page = _webhook(settings, partial(service.take, api)), None
        if line is not None:
            await stack.enter_async_context(line.open(service.take))
            page = Page(line.visitors, line.phones, line.screen, lambda: "/start").route
        if webhook is not None or page is not None or settings.listen_is_set:
            app = application(service.ready, service.metrics, webhook, page)
            await stack.enter_async_context(serving(app, settings.listen))
        if line is not None:
            stack.callback(line.phones.close)
        await _work(service, api, webhook, stopping)


@contextlib.asynccontextmanager
async def open_service(
    settings: Settings, *, with_page: bool = False
) -> AsyncIterator[tuple[Service, Api, PageLine | None]]:
    """Put the parts together over the settings' database, and take them apart in order.

    `with_page`: learners without Telegram are reached too. Raises CannotStart, InvalidScenario or
    StorageError.
    """
    if settings.bot_token is None:
        raise NoToken
    library, published = read_library(settings.scenarios)
    await upgrade(settings.database_url)
    api = Api(settings.bot_token.get_secret_value(), settings.api_url)
    async with open_database(settings.database_url) as database:
        line = PageLine(database) if with_page else None
        page = None if line is None else line.api
        async with assembled(
            settings, database, library, published, telegram=api, page=page
        ) as service:
            yield service, api, line


@contextlib.asynccontextmanager
async def assembled(
    settings: Settings,
    database: Database,
    library: Library,
    published: Iterable[Published],
    *,
    telegram: Api | None = None,
    page: Api | None = None,
) -> AsyncIterator[Service]:
    """Put the parts together over an open database, and take them apart in order.

    Raises DatabaseUnavailable.
    """
    await database.transact(lambda tx: _pin(tx, published))
    service = Service(settings, database, library, telegram=telegram, page=page)
    housekeeping = asyncio.create_task(_keep_house(database))
    try:
        yield service
    finally:
        housekeeping.cancel()
        await service.stop()
        for api in (telegram, page):
            if api is not None:
                await api.close()


async def _work(
    service: Service, api: Api, webhook: Webhook | None, stopping: asyncio.Event
) -> None:
    """Meet Telegram, then take updates until it is time to stop."""
    if not await _unless(stopping, _introduce(api, webhook)):
        return
    await service.start()
    log.info("the bot is running", bot=api.bot.username, mode="webhook" if webhook else "polling")
    if webhook is not None:
        await stopping.wait()
    else:
        polling = Polling(api, partial(service.take, api))
        await _unless(stopping, polling.run(), polling.stop)
    log.info("the bot is stopping")


async def _introduce(api: Api, webhook: Webhook | None) -> None:
    """Learn who the bot is and tell Telegram where updates go."""
    await meet(api)
    if webhook is None:
        await expect_polls(api)
    else:
        await expect_posts(api, webhook.url, webhook.secret)


def _webhook(settings: Settings, take: Callable[[Raw], Awaitable[None]]) -> Webhook | None:
    if settings.webhook_url is None or settings.bot_token is None:
        return None
    if settings.webhook_secret is not None:
        secret = settings.webhook_secret.get_secret_value()
    else:
        # As good as random to whoever does not know the key, and the same for every worker.
        key = (settings.secret_key or settings.bot_token).get_secret_value()
        secret = hmac.digest(key.encode(), b"webhook", "sha256").hex()
    return Webhook(settings.webhook_url, secret, take)


async def _pin(transaction: Transaction, published: Iterable[Published]) -> None:
    now = datetime.now(UTC)
    for each in published:
        await transaction.pin(each.scenario.id, each.scenario.version, each.text, now)


async def _keep_house(database: Database) -> None:
    """Forget what has served its time, every hour."""
    while True:
        try:
            await database.forget_old(datetime.now(UTC) - _KEPT)
        except DatabaseUnavailable as error:
            log.error("old updates can't be forgotten yet", reason=error.reason.value)
        await asyncio.sleep(_HOUSEKEEPING_SECONDS)


async def _unless(
    stopping: asyncio.Event,
    work: Coroutine[object, object, None],
    stop: Callable[[], None] | None = None,
) -> bool:
    """Do `work` unless it is time to stop first: it is told to `stop`, or else cancelled.

    Returns whether it was done before that; raises what it raises.
    """
    task = asyncio.create_task(work)
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    done = task.done()
    if not done and stop is not None:
        stop()
    elif not done:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return False
    await task
    return done


def stopping_by_signal() -> asyncio.Event:
    """Return what is set when the program is told to end by SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping
