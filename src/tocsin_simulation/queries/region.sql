-- What the comparison of policies asks a region's store: when to look again, and what came of its day.

-- name: hold_first_sms
-- The first SMS of cases whose results came just now: a policy writes later, or never.
delete from tracing_inbox where key = any(%(keys)s)

-- name: still_to_write
-- Of these cases, those whom nobody reached and who can be written to, with their phone.
select c.id, p.id, p.shard
from tracing_case c join tracing_phone p on p.id = c.phone_id
where c.id = any(%(cases)s) and p.kind = 'mobile' and c.answered_at is null and c.closed_at is null
order by c.id

-- name: templates
select id, template from tracing_message where id = any(%(ids)s)

-- name: has_work
-- Whether an engine has anything to take.
select exists (select 1 from tracing_inbox) or exists (select 1 from tracing_timer where due <= %(now)s)

-- name: next_due
select least(
    (select min(due) from tracing_timer),
    (select min(not_before) from tracing_outbox where leased_by is null))

-- name: waiting
select
    (select count(*) from tracing_calltask where done_at is null),
    (select count(*) from tracing_outbox where leased_by is null and not_before <= %(now)s)

-- name: cases
select id, resulted_at, deadline, submitted_at, delivered_at, answered_at, reached_at, listed_at
from tracing_case order by id

-- name: contacts
-- Each naming; other namings of the same person speak through one.
select t.same_as_id is null, t.deadline, t.reached_at, t.outcome, c.reached_at,
    int8send(t.id) || t.sealed, int8send(p.id) || p.sealed
from tracing_contact t
left join tracing_case c on c.id = t.became_case_id
left join tracing_phone p on p.id = t.phone_id
order by t.id

-- name: sent
select count(*) from tracing_message where submitted_at is not null
