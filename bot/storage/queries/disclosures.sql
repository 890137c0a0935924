-- Text that sounded real, each row for one centre (none: nobody can be told), and who was told.

-- name: keep_disclosure(id, said, learner, centre, cohort, reference, text, at, phrases, asked, answer, answered_at, alert_at)!
INSERT INTO disclosures
    (id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
     answered_at, alert_at, rounds)
VALUES (:id, :said, :learner, :centre, :cohort, :reference, :text, :at, :phrases, :asked, :answer,
        :answered_at, :alert_at, 0);

-- name: unanswered(learner)
SELECT id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
       answered_at, alert_at, rounds, acknowledged_at, acknowledged_by, keep_until
FROM disclosures
WHERE learner_id = :learner AND answer IS NULL
ORDER BY at, id;

-- name: said(learner, said)
SELECT id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
       answered_at, alert_at, rounds, acknowledged_at, acknowledged_by, keep_until
FROM disclosures
WHERE learner_id = :learner AND said = :said
ORDER BY at, id;

-- name: told_without_words(learner)
SELECT id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
       answered_at, alert_at, rounds, acknowledged_at, acknowledged_by, keep_until
FROM disclosures
WHERE learner_id = :learner AND text IS NULL AND acknowledged_at IS NULL
ORDER BY at, id;

-- name: typed_together(centre, said)
SELECT id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
       answered_at, alert_at, rounds, acknowledged_at, acknowledged_by, keep_until
FROM disclosures
WHERE centre = :centre AND said = :said
ORDER BY at, id;

-- name: disclosure(centre, disclosure)^
SELECT id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
       answered_at, alert_at, rounds, acknowledged_at, acknowledged_by, keep_until
FROM disclosures
WHERE centre = :centre AND id = :disclosure;

-- name: answer_disclosure(answer, at, alert_at, disclosure)!
UPDATE disclosures SET answer = :answer, answered_at = :at, alert_at = :alert_at
WHERE id = :disclosure;

-- name: forget_disclosure(disclosure)!
DELETE FROM disclosures
WHERE id = :disclosure;

-- name: acknowledge(at, member, disclosure)$
-- A centre says for how many days it keeps what was taken on.
UPDATE disclosures
SET acknowledged_at = :at, acknowledged_by = :member, alert_at = NULL,
    keep_until = :at + (SELECT c.disclosure_days FROM centres AS c
                        WHERE c.id = disclosures.centre) * 86400000000
WHERE id = :disclosure AND acknowledged_at IS NULL
RETURNING id;

-- name: take_due(often, rounds, seldom, now, most)
-- The condition stands twice: whoever waited for another's update finds it taken.
UPDATE disclosures
SET alert_at = CASE WHEN rounds < :rounds THEN CAST(:often AS BIGINT) ELSE :seldom END,
    rounds = rounds + 1
WHERE alert_at <= :now
  AND id IN (SELECT id FROM disclosures WHERE alert_at <= :now ORDER BY alert_at LIMIT :most)
RETURNING id, said, learner_id, centre, cohort, reference, text, at, phrases, asked, answer,
          answered_at, alert_at, rounds - 1, acknowledged_at, acknowledged_by, keep_until;

-- name: note_alert(disclosure, member, at)!
INSERT INTO alerts (disclosure, member, first_at, last_at, times)
VALUES (:disclosure, :member, :at, :at, 1)
ON CONFLICT (disclosure, member) DO UPDATE
SET last_at = excluded.last_at, times = alerts.times + 1;

-- name: note_opened(disclosure, member, at)!
INSERT INTO alerts (disclosure, member, first_at, last_at, times, opened_at)
VALUES (:disclosure, :member, :at, :at, 0, :at)
ON CONFLICT (disclosure, member) DO UPDATE
SET opened_at = coalesce(alerts.opened_at, excluded.opened_at);

-- name: take_untested(at)
UPDATE roles SET test_sent_at = :at
WHERE role = 'safeguarding_lead' AND until IS NULL AND test_sent_at IS NULL AND tested_at IS NULL
RETURNING member;

-- name: forget_tests(person, back)!
-- An answer of long ago shows nothing of a lead who blocked the bot; who is back is tested anew.
UPDATE roles
SET tested_at = NULL, test_sent_at = CASE WHEN :back THEN NULL ELSE test_sent_at END
WHERE role = 'safeguarding_lead' AND until IS NULL
  AND member IN (SELECT id FROM members WHERE person = :person);

-- name: members_by_id(member)
SELECT m.id, m.centre, m.person, m.name, r.role, r.place, r.since, r.given_by, r.tested_at
FROM members AS m LEFT JOIN roles AS r ON r.member = m.id AND r.until IS NULL
WHERE m.id = :member
ORDER BY r.role;

-- name: forget_served_disclosures(now)!
DELETE FROM disclosures
WHERE keep_until <= :now;

-- name: forget_unread_disclosures_of(learner)!
-- Those that no centre has: nobody was or will be told of them.
DELETE FROM disclosures
WHERE learner_id = :learner AND centre IS NULL;

-- name: disclosures_staying(learner)$
SELECT count(*) FROM disclosures
WHERE learner_id = :learner AND centre IS NOT NULL;

-- name: person_of_learner(learner)$
SELECT telegram_id FROM learners
WHERE id = :learner;

-- name: own_disclosures(learner)
SELECT d.id, c.name, d.text, d.at, d.phrases, d.asked IS NOT NULL, d.answer, d.answered_at,
       d.alert_at, d.rounds, d.acknowledged_at, m.name, d.keep_until
FROM disclosures AS d
    LEFT JOIN centres AS c ON c.id = d.centre
    LEFT JOIN members AS m ON m.id = d.acknowledged_by
WHERE d.learner_id = :learner
ORDER BY d.at, d.id;

-- name: own_alerts(learner)
SELECT a.disclosure, m.name, a.first_at, a.last_at, a.times, a.opened_at
FROM alerts AS a
    JOIN disclosures AS d ON d.id = a.disclosure
    JOIN members AS m ON m.id = a.member
WHERE d.learner_id = :learner
ORDER BY a.first_at, m.name;
