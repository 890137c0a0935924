-- What learners wrote when they looked back on an attempt.

-- name: debrief(attempt)
SELECT question, answer, answered_at FROM debrief_answers
WHERE attempt_id = :attempt
ORDER BY question;

-- name: answer_question(attempt, question, answer, at)$
INSERT INTO debrief_answers (attempt_id, question, answer, answered_at)
VALUES (:attempt, :question, :answer, :at)
ON CONFLICT (attempt_id, question) DO NOTHING
RETURNING question;

-- name: change_answer(answer, attempt, question)!
-- When it was first answered stays.
UPDATE debrief_answers SET answer = :answer
WHERE attempt_id = :attempt AND question = :question;
