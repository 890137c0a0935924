-- Updates that were handled, and those set aside for the operator.

-- name: claim_update(bot_id, update_id, at)$
INSERT INTO updates (bot_id, update_id, at)
VALUES (:bot_id, :update_id, :at)
ON CONFLICT (bot_id, update_id) DO NOTHING
RETURNING update_id;

-- name: forget_claim(bot_id, update_id)!
DELETE FROM updates
WHERE bot_id = :bot_id AND update_id = :update_id;

-- name: last_old_claim(before, most)$
SELECT max(at)
FROM (SELECT at FROM updates WHERE at < :before ORDER BY at LIMIT :most) AS oldest;

-- name: forget_claims(last)!
DELETE FROM updates
WHERE at <= :last;

-- name: set_aside(bot_id, update_id, chat_id, payload, error, tries, at)!
INSERT INTO set_aside (bot_id, update_id, chat_id, payload, error, tries, at)
VALUES (:bot_id, :update_id, :chat_id, :payload, :error, :tries, :at)
ON CONFLICT (bot_id, update_id) DO UPDATE
SET error = excluded.error, tries = excluded.tries, at = excluded.at;

-- name: set_aside_updates()
SELECT bot_id, update_id, chat_id, payload, error, tries, at
FROM set_aside
ORDER BY at, update_id;

-- name: take_back(bot_id, update_id)$
DELETE FROM set_aside
WHERE bot_id = :bot_id AND update_id = :update_id
RETURNING payload;
