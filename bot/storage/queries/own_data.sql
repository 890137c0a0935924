-- Everything held about one learner, and its end.

-- name: own_account(learner)^
SELECT telegram_id, agreed_at, unreachable_since, unit, typing, spacing, time_zone, remind_at,
       reminded_at
FROM learners
WHERE id = :learner;

-- name: own_attempts(learner)
SELECT a.id, a.learner_id, a.token, a.scenario, a.version, a.mode, a.started_at, a.completed_at,
       a.replaced_at, a.shown, a.ending, a.percent, a.achieved, a.marks,
       a.replays, a.replay_from, a.enrolment_id,
       (SELECT r.to_version FROM remarks AS r
        WHERE r.attempt_id = a.id ORDER BY r.number DESC LIMIT 1),
       t.node, t.choice, t.shown, t.at
FROM attempts AS a LEFT JOIN turns AS t ON t.attempt_id = a.id
WHERE a.learner_id = :learner
ORDER BY a.id, t.turn;

-- name: own_answers(learner)
SELECT d.attempt_id, d.question, d.answer, d.answered_at
FROM debrief_answers AS d JOIN attempts AS a ON a.id = d.attempt_id
WHERE a.learner_id = :learner
ORDER BY d.attempt_id, d.question;

-- name: own_remarks(learner)
SELECT r.attempt_id, r.at, r.marked_by, r.reason, r.from_version, r.to_version, r.result_before,
       r.result_after
FROM remarks AS r JOIN attempts AS a ON a.id = r.attempt_id
WHERE a.learner_id = :learner
ORDER BY r.attempt_id, r.number;

-- name: own_cards(learner)
SELECT card, state, step, stability, difficulty, due_at, reviewed_at
FROM cards
WHERE learner_id = :learner
ORDER BY card;

-- name: own_move_code(learner)$
SELECT expires_at FROM move_codes
WHERE learner_id = :learner;

-- name: own_calls(chat_id)
SELECT method, payload, attachment, owed_at, sent_at, failed
FROM outbox
WHERE chat_id = :chat_id
ORDER BY id;

-- name: own_set_aside(chat_id)
SELECT payload, error, tries, at
FROM set_aside
WHERE chat_id = :chat_id
ORDER BY at, update_id;

-- name: own_enrolments(learner)
SELECT e.id, c.centre, n.name, c.name, e.reference, e.joined_at, e.left_at, m.name
FROM enrolments AS e
    JOIN cohorts AS c ON c.id = e.cohort
    JOIN centres AS n ON n.id = c.centre
    LEFT JOIN members AS m ON m.id = e.added_by
WHERE e.learner_id = :learner
ORDER BY e.id;

-- name: own_page_visit(person)^
SELECT came_at, seen_at FROM page_visitors
WHERE person = :person;

-- name: own_page_links(person)
SELECT expires_at FROM page_links
WHERE person = :person
ORDER BY expires_at;

-- name: own_page_messages(person)
SELECT message, shown, file IS NOT NULL FROM page_messages
WHERE person = :person
ORDER BY message;

-- name: owed_attachments(chat_id)
SELECT attachment FROM outbox
WHERE chat_id = :chat_id AND sent_at IS NULL AND failed IS NULL AND attachment IS NOT NULL;

-- name: newest_question(chat_id, beginning)$
SELECT buttons FROM outbox
WHERE chat_id = :chat_id AND failed IS NULL
  AND substr(buttons, 1, length(:beginning)) = :beginning
ORDER BY id DESC
LIMIT 1;

-- name: withdraw_question(chat_id, purpose)!
UPDATE outbox SET buttons = NULL
WHERE chat_id = :chat_id AND buttons = :purpose;

-- name: messages_since(chat_id, since)
-- Edits name older messages, so they do not count.
SELECT message_id FROM outbox
WHERE chat_id = :chat_id AND sent_at >= :since AND message_id IS NOT NULL
  AND substr(method, 1, 4) = 'send'
ORDER BY id;

-- name: forget_calls_of(chat_id)!
DELETE FROM outbox
WHERE chat_id = :chat_id;

-- name: forget_set_aside_of(chat_id)!
DELETE FROM set_aside
WHERE chat_id = :chat_id;

-- name: forget_visit_of(person)!
-- What the phone on the page shows goes with it.
DELETE FROM page_visitors
WHERE person = :person;

-- name: forget_learner(learner)!
-- All that refers to a learner goes with them.
DELETE FROM learners
WHERE id = :learner;
