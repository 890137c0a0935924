-- Revision: the cards a learner has met.

-- name: remembered_cards(learner)
SELECT card, state, step, stability, difficulty, due_at, reviewed_at
FROM cards
WHERE learner_id = :learner;

-- name: review_card(learner, card, state, step, stability, difficulty, due_at, reviewed_at, since)$
INSERT INTO cards (learner_id, card, state, step, stability, difficulty, due_at, reviewed_at)
VALUES (:learner, :card, :state, :step, :stability, :difficulty, :due_at, :reviewed_at)
ON CONFLICT (learner_id, card) DO UPDATE
SET state = excluded.state, step = excluded.step, stability = excluded.stability,
    difficulty = excluded.difficulty, due_at = excluded.due_at, reviewed_at = excluded.reviewed_at
WHERE cards.reviewed_at < :since
RETURNING card;
