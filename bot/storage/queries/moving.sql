-- Moving a practice to another Telegram account.

-- name: keep_move_code(learner, digest, expires_at)!
INSERT INTO move_codes (learner_id, digest, expires_at)
VALUES (:learner, :digest, :expires_at)
ON CONFLICT (learner_id) DO UPDATE
SET digest = excluded.digest, expires_at = excluded.expires_at;

-- name: mover(digest, now)^
SELECT l.id, l.telegram_id
FROM move_codes AS m JOIN learners AS l ON l.id = m.learner_id
WHERE m.digest = :digest AND m.expires_at > :now;

-- name: use_move_code(digest)$
DELETE FROM move_codes
WHERE digest = :digest
RETURNING learner_id;

-- name: has_practice(learner)$
SELECT CASE WHEN EXISTS (SELECT 1 FROM attempts WHERE learner_id = :learner)
              OR EXISTS (SELECT 1 FROM cards WHERE learner_id = :learner)
       THEN 1 ELSE 0 END;

-- name: telegram_id_of(learner)$
SELECT telegram_id FROM learners
WHERE id = :learner;

-- name: move_learner(learner, telegram_id)!
-- The new account is where the update came from, so it can be reached.
UPDATE learners SET telegram_id = :telegram_id, unreachable_since = NULL
WHERE id = :learner;
