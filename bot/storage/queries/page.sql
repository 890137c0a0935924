-- The try-it page: its links, its visitors, and what their phones show.

-- name: add_page_link(digest, expires_at)!
INSERT INTO page_links (digest, expires_at) VALUES (:digest, :expires_at);

-- name: use_page_link(digest, now)$
DELETE FROM page_links
WHERE digest = :digest AND expires_at > :now
RETURNING digest;

-- name: page_link_holds(digest, now)$
SELECT 1 FROM page_links
WHERE digest = :digest AND expires_at > :now;

-- name: forget_page_links(now)!
DELETE FROM page_links
WHERE expires_at <= :now;

-- name: add_page_visitor(person, session, now)!
INSERT INTO page_visitors (person, session, came_at, seen_at)
VALUES (:person, :session, :now, :now);

-- name: page_visitor(session)^
SELECT person, seen_at FROM page_visitors
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
