-- Centres, and who holds which role in them. A role is held until it ends.

-- name: add_centre(centre, name, time_zone, office_hours, out_of_hours, page_allowed, days, at)$
INSERT INTO centres
    (id, name, time_zone, office_hours, out_of_hours, page_allowed, disclosure_days,
     founded_at)
VALUES (:centre, :name, :time_zone, :office_hours, :out_of_hours, :page_allowed, :days, :at)
ON CONFLICT (id) DO NOTHING
RETURNING id;

-- name: centre(centre)^
SELECT id, name, time_zone, office_hours, out_of_hours, page_allowed, founded_at, closed_at,
       disclosure_days
FROM centres
WHERE id = :centre;

-- name: centres()
SELECT id, name, time_zone, office_hours, out_of_hours, page_allowed, founded_at, closed_at,
       disclosure_days
FROM centres
ORDER BY id;

-- name: set_centre(name, time_zone, office_hours, out_of_hours, page_allowed, days, closed_at, centre)!
UPDATE centres
SET name = :name, time_zone = :time_zone, office_hours = :office_hours,
    out_of_hours = :out_of_hours, page_allowed = :page_allowed, disclosure_days = :days,
    closed_at = :closed_at
WHERE id = :centre;

-- name: hold_centre(centre)!
-- Whoever else wants to hold it waits until this transaction ends.
UPDATE centres SET id = id
WHERE id = :centre;

-- name: add_member(member, centre, person, name)$
-- Somebody who was there before keeps their id, and gets the newest name.
INSERT INTO members (id, centre, person, name)
VALUES (:member, :centre, :person, :name)
ON CONFLICT (centre, person) DO UPDATE SET name = excluded.name
RETURNING id;

-- name: members(centre)
-- A row for each role held now; a member without any has one row.
SELECT m.id, m.centre, m.person, m.name, r.role, r.place, r.since, r.given_by, r.tested_at
FROM members AS m LEFT JOIN roles AS r ON r.member = m.id AND r.until IS NULL
WHERE m.centre = :centre
ORDER BY m.name, m.id, r.role;

-- name: member(centre, member)
SELECT m.id, m.centre, m.person, m.name, r.role, r.place, r.since, r.given_by, r.tested_at
FROM members AS m LEFT JOIN roles AS r ON r.member = m.id AND r.until IS NULL
WHERE m.centre = :centre AND m.id = :member
ORDER BY r.role;

-- name: memberships(person)
-- The centres that are not closed, where a person holds a role now.
SELECT m.id, m.centre, m.person, m.name, r.role, r.place, r.since, r.given_by, r.tested_at
FROM members AS m
    JOIN roles AS r ON r.member = m.id AND r.until IS NULL
    JOIN centres AS c ON c.id = m.centre AND c.closed_at IS NULL
WHERE m.person = :person
ORDER BY m.centre, m.id, r.role;

-- name: give_role(member, role, place, at, given_by)$
INSERT INTO roles (member, role, place, since, given_by)
VALUES (:member, :role, :place, :at, :given_by)
ON CONFLICT (member, role) WHERE until IS NULL DO NOTHING
RETURNING id;

-- name: end_role(at, member, role)$
UPDATE roles SET until = :at
WHERE member = :member AND role = :role AND until IS NULL
RETURNING id;

-- name: lead_answered(at, member)$
UPDATE roles SET tested_at = :at
WHERE member = :member AND role = 'safeguarding_lead' AND until IS NULL
RETURNING id;

-- name: roles_of_person(person)
-- All of them, also those that have ended.
SELECT c.id, c.name, m.id, m.name, r.role, r.since, r.until, r.tested_at
FROM members AS m
    JOIN centres AS c ON c.id = m.centre
    JOIN roles AS r ON r.member = m.id
WHERE m.person = :person
ORDER BY r.since, r.id;

-- name: end_roles_of_person(at, person)!
UPDATE roles SET until = :at
WHERE until IS NULL AND member IN (SELECT id FROM members WHERE person = :person);

-- name: forget_members_person(person)!
-- The name stays: it says who acted, in the audit and on what they decided.
UPDATE members SET person = NULL
WHERE person = :person;

-- name: move_members(away, arriving)!
-- Where both accounts were known to a centre, the older record of it lets the number go.
UPDATE members SET person = :arriving
WHERE person = :away
  AND centre NOT IN (SELECT m.centre FROM members AS m WHERE m.person = :arriving);
