-- Calls owed to chats. A chat that belongs to nobody who agreed leaves no row behind once its
-- calls are sent or given up.

-- name: owe(chat_id, method, payload, buttons, typing, attachment, before, at)*!
INSERT INTO outbox
    (chat_id, method, payload, buttons, typing, attachment, send_before, owed_at)
VALUES (:chat_id, :method, :payload, :buttons, :typing, :attachment, :before, :at);

-- name: newest_keyboard(chat_id)^
SELECT buttons, message_id FROM outbox
WHERE chat_id = :chat_id AND buttons IS NOT NULL AND failed IS NULL
ORDER BY id DESC
LIMIT 1;

-- name: owed_chats()
SELECT DISTINCT chat_id FROM outbox
WHERE sent_at IS NULL AND failed IS NULL;

-- name: owed(chat_id, most)
SELECT id, chat_id, method, payload, typing, attachment, send_before
FROM outbox
WHERE chat_id = :chat_id AND sent_at IS NULL AND failed IS NULL
ORDER BY id
LIMIT :most;

-- name: waiting(most)$
SELECT count(*)
FROM (SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed IS NULL LIMIT :most) AS waiting;

-- name: call_exists(id)$
SELECT id FROM outbox
WHERE id = :id;

-- name: sent(at, message_id, id)*!
UPDATE outbox SET sent_at = :at, message_id = :message_id, payload = NULL, attachment = NULL
WHERE id = :id;

-- name: failed(reason, id)!
UPDATE outbox SET failed = :reason, payload = NULL, attachment = NULL
WHERE id = :id;

-- name: forget_call_of_stranger(id)*!
DELETE FROM outbox
WHERE id = :id
  AND NOT EXISTS (SELECT 1 FROM learners WHERE telegram_id = outbox.chat_id);

-- name: fail_owed(reason, chat_id, last)!
UPDATE outbox SET failed = :reason, payload = NULL, attachment = NULL
WHERE chat_id = :chat_id AND id <= coalesce(:last, 9223372036854775807)
  AND sent_at IS NULL AND failed IS NULL;

-- name: forget_owed_to_stranger(chat_id, last)!
DELETE FROM outbox
WHERE chat_id = :chat_id AND id <= coalesce(:last, 9223372036854775807)
  AND sent_at IS NULL AND failed IS NULL
  AND NOT EXISTS (SELECT 1 FROM learners WHERE telegram_id = :chat_id);

-- name: mark_unreachable(at, chat_id)!
UPDATE learners SET unreachable_since = :at
WHERE telegram_id = :chat_id AND unreachable_since IS NULL;

-- name: mark_reachable(chat_id)!
UPDATE learners SET unreachable_since = NULL
WHERE telegram_id = :chat_id AND unreachable_since IS NOT NULL;

-- name: mark_receiver_reachable(id)!
UPDATE learners SET unreachable_since = NULL
WHERE telegram_id = (SELECT chat_id FROM outbox WHERE id = :id)
  AND unreachable_since IS NOT NULL;

-- name: last_old_call(after, most, before)$
-- Ids grow with time, so nothing is old from the first recent call on.
SELECT max(id)
FROM (SELECT id, owed_at FROM outbox WHERE id > :after ORDER BY id LIMIT :most) AS next
WHERE owed_at < :before;

-- name: forget_calls(after, last, before)!
DELETE FROM outbox
WHERE id > :after AND id <= :last AND owed_at < :before
  AND (sent_at IS NOT NULL OR failed IS NOT NULL)
  AND (buttons IS NULL OR failed IS NOT NULL
       OR EXISTS (SELECT 1 FROM outbox AS newer
                  WHERE newer.chat_id = outbox.chat_id AND newer.id > outbox.id
                    AND newer.buttons IS NOT NULL AND newer.failed IS NULL));
