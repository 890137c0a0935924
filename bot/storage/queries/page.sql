-- The try-it page: its links, its visitors, and what their phones show.

-- name: add_page_link(digest, expires_at, person, opening)!
INSERT INTO page_links (digest, expires_at, person, opening)
VALUES (:digest, :expires_at, :person, :opening);

-- name: use_page_link(digest, now)^
DELETE FROM page_links
WHERE digest = :digest AND expires_at > :now
RETURNING person, opening;

-- name: page_link_holds(digest, now)$
SELECT 1 FROM page_links
WHERE digest = :digest AND expires_at > :now;

-- name: forget_page_links(now)!
DELETE FROM page_links
WHERE expires_at <= :now;

-- name: add_page_visitor(person, session, opening, now)!
-- Whoever comes back by another link goes on with their phone, and the session before is over.
INSERT INTO page_visitors (person, session, opening, came_at, seen_at)
VALUES (:person, :session, :opening, :now, :now)
ON CONFLICT (person) DO UPDATE SET
    session = excluded.session, opening = excluded.opening, seen_at = excluded.seen_at;

-- name: page_visitor(session)^
SELECT person, seen_at, opening FROM page_visitors
WHERE session = :session;

-- name: page_visitor_exists(person)$
SELECT 1 FROM page_visitors
WHERE person = :person;

-- name: page_visitor_seen(person, now)!
UPDATE page_visitors SET seen_at = :now
WHERE person = :person;

-- name: page_visitors_gone(before)
SELECT person FROM page_visitors
WHERE seen_at < :before;

-- name: forget_page_links_of(person)!
DELETE FROM page_links
WHERE person = :person;

-- name: forget_page_visitor(person)!
DELETE FROM page_visitors
WHERE person = :person;

-- name: keep_page_message(person, message, shown, file)!
INSERT INTO page_messages (person, message, shown, file)
VALUES (:person, :message, :shown, :file)
ON CONFLICT (person, message) DO UPDATE SET shown = excluded.shown;

-- name: forget_page_message(person, message)!
DELETE FROM page_messages
WHERE person = :person AND message = :message;

-- name: page_messages(person)
SELECT message, shown, file FROM page_messages
WHERE person = :person
ORDER BY message;
