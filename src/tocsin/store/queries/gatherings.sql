-- name: territory
select p.territory from tracing_case c join tracing_person p on p.id = c.person_id where c.id = %(case)s

-- name: lock
-- Two who tell of the same thing at the same instant wait for each other, until the commit.
select pg_advisory_xact_lock(7305002, %(key)s)

-- name: find
select id from tracing_gathering where label_index = any(%(labels)s::bytea[]) and territory = %(territory)s and erased_at is null order by id limit 1

-- name: add
insert into tracing_gathering (id, case_id, sealed, label_index, collected_on, on_day, territory)
values (%(id)s, %(case)s, %(sealed)s, %(label)s, %(today)s, %(day)s, %(territory)s) returning id

-- name: attend
with there as (
  insert into tracing_attendance (gathering_id, case_id) values (%(gathering)s, %(case)s)
  on conflict (gathering_id, case_id) do nothing returning gathering_id)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'case', %(case)s, 'gathering', '', gathering_id::text, %(why)s, %(now)s, %(by)s from there

-- name: there
-- The cases who told of one of them, in the order in which they did.
select a.case_id, c.submitted_at, c.delivered_at, c.answered_at, c.reached_at, c.listed_at, c.closed_at, c.outcome, c.deadline, p.territory,
  exists (select 1 from tracing_calltask k where k.case_id = c.id and k.done_at is null) as to_call
from (select case_id, min(id) as told from tracing_attendance where gathering_id = any(%(gatherings)s::bigint[]) group by case_id) a
join tracing_case c on c.id = a.case_id join tracing_person p on p.id = c.person_id order by a.told

-- name: co_exposed
-- People named as having been at one of them; one who is spoken for by another naming stands where that one stands.
select t.id, int8send(t.id) || t.sealed as sealed, t.case_id, t.became_case_id, t.same_as_id, r.deadline, r.submitted_at, r.delivered_at,
  r.answered_at, r.reached_at, t.closed_at, t.outcome,
  exists (select 1 from tracing_calltask k where k.contact_id = r.id and k.done_at is null) as to_call
from tracing_contact t join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
where t.gathering_id = any(%(gatherings)s::bigint[]) order by t.id
