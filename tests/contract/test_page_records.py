"""What the try-it page keeps: links, visitors, and what their phones show."""

from datetime import timedelta

from bot.storage.database import Database
from bot.storage.page_records import PageGuest, PageMessage, PageVisitor
from bot.storage.transaction import Transaction
from tests.contract.plain import LATER, NOW, a_learner

_HELLO = PageMessage(1, '{"mine": false, "date": 1, "content": {"text": "Hello."}}', None)
_PICTURE = PageMessage(2, '{"mine": false, "date": 2, "content": {}}', b"\x89PNG\x00")


async def test_a_link_lets_one_visitor_in_before_it_expires(database: Database) -> None:
    await database.transact(lambda tx: tx.add_page_link("digest", LATER))

    async def used(tx: Transaction) -> list[bool]:
        return [
            await tx.page_link_holds("another", NOW),
            await tx.use_page_link("another", NOW) is not None,
            await tx.page_link_holds("digest", LATER),
            await tx.use_page_link("digest", LATER) is not None,
            await tx.page_link_holds("digest", NOW),
            await tx.use_page_link("digest", NOW) is not None,
            await tx.page_link_holds("digest", NOW),
            await tx.use_page_link("digest", NOW) is not None,
        ]

    holds_and_lets_in = [False, False, False, False, True, True, False, False]
    assert await database.transact(used) == holds_and_lets_in


async def test_a_link_may_be_made_for_somebody_and_goes_with_them(database: Database) -> None:
    async def use(tx: Transaction) -> list[PageGuest | None]:
        await tx.add_page_link("kims", LATER, 8, "/start join-code")
        await tx.add_page_link("sams", LATER, 7)
        await tx.add_page_link("sams-other", LATER, 7)
        kim, sam = [await tx.use_page_link(name, NOW) for name in ("kims", "sams")]
        await tx.forget_page_visitor(7)
        return [kim, sam, await tx.use_page_link("sams-other", NOW)]

    expected = [PageGuest(8, "/start join-code"), PageGuest(7, None), None]
    assert await database.transact(use) == expected


async def test_who_comes_back_by_another_link_goes_on_with_their_phone(database: Database) -> None:
    async def come(tx: Transaction) -> None:
        await tx.add_page_visitor(7, "first", NOW)
        await tx.keep_page_message(7, _HELLO)
        await tx.add_page_visitor(7, "second", LATER, "/start")

    await database.transact(come)
    assert await database.transact(lambda tx: tx.page_visitor("first")) is None
    back = await database.transact(lambda tx: tx.page_visitor("second"))
    assert back == PageVisitor(7, LATER, "/start")
    assert await database.transact(lambda tx: tx.page_messages(7)) == [_HELLO]


async def test_links_that_have_expired_are_forgotten(database: Database) -> None:
    async def forget(tx: Transaction) -> list[bool]:
        await tx.add_page_link("old", NOW)
        await tx.add_page_link("new", LATER + timedelta(seconds=1))
        await tx.forget_page_links(LATER)
        before = NOW - timedelta(seconds=1)
        return [await tx.page_link_holds(name, before) for name in ("old", "new")]

    assert await database.transact(forget) == [False, True]


async def test_a_session_opens_the_phone_of_its_visitor_alone(database: Database) -> None:
    async def visit(tx: Transaction) -> list[PageVisitor | None]:
        await tx.add_page_visitor(1 << 52, "sams", NOW)
        await tx.add_page_visitor(1 << 53, "kims", NOW)
        await tx.page_visitor_seen(1 << 53, LATER)
        return [await tx.page_visitor(session) for session in ("sams", "kims", "nobodys")]

    assert await database.transact(visit) == [
        PageVisitor(1 << 52, NOW),
        PageVisitor(1 << 53, LATER),
        None,
    ]
    assert await database.transact(lambda tx: tx.page_visitors_gone(LATER)) == [1 << 52]


async def test_a_phone_shows_what_was_kept_last_of_each_message(database: Database) -> None:
    edited = PageMessage(1, '{"edited": true}', None)

    async def keep(tx: Transaction) -> None:
        await tx.add_page_visitor(7, "sams", NOW)
        await tx.add_page_visitor(8, "kims", NOW)
        for message in (_PICTURE, _HELLO, edited):
            await tx.keep_page_message(7, message)
        await tx.keep_page_message(8, _HELLO)
        await tx.forget_page_message(8, 1)

    await database.transact(keep)
    assert await database.transact(lambda tx: tx.page_messages(7)) == [edited, _PICTURE]
    assert await database.transact(lambda tx: tx.page_messages(8)) == []


async def test_what_a_phone_shows_goes_with_its_visitor(database: Database) -> None:
    async def visit(tx: Transaction) -> None:
        for person in (7, 8):
            await tx.add_page_visitor(person, f"session-{person}", NOW)
            await tx.keep_page_message(person, _HELLO)
        await tx.forget_page_visitor(7)

    await database.transact(visit)
    assert await database.transact(lambda tx: tx.page_messages(7)) == []
    assert not await database.transact(lambda tx: tx.page_visitor_exists(7))
    assert await database.transact(lambda tx: tx.page_messages(8)) == [_HELLO]


async def test_a_learner_without_telegram_has_their_phone_in_the_copy_and_ends_with_it(
    database: Database,
) -> None:
    async def visit(tx: Transaction) -> None:
        await a_learner(tx, 7)
        await tx.add_page_visitor(7, "sams", NOW)
        await tx.add_page_link("for-sam", LATER, 7)
        await tx.add_page_link("for-kim", NOW, 8)
        await tx.keep_page_message(7, _HELLO)
        await tx.keep_page_message(7, _PICTURE)

    await database.transact(visit)
    learner = await database.transact(lambda tx: tx.learner(7))
    assert learner is not None
    kept = await database.transact(lambda tx: tx.kept(learner))
    assert kept.page is not None
    assert (kept.page.came_at, kept.page.seen_at) == (NOW, NOW)
    assert kept.page.links_until == [LATER]
    shown = [(each.number, each.text, each.has_file) for each in kept.page.messages]
    assert shown == [(1, "Hello.", False), (2, None, True)]
    await database.transact(lambda tx: tx.erase(learner, LATER))
    assert await database.transact(lambda tx: tx.page_visitor("sams")) is None
    assert await database.transact(lambda tx: tx.page_messages(7)) == []
