-- How a learner likes the conversation to look.

-- name: set_typing(learner, wanted)!
UPDATE learners SET typing = :wanted
WHERE id = :learner;

-- name: set_spacing(learner, wanted)!
UPDATE learners SET spacing = :wanted
WHERE id = :learner;
