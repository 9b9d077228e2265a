-- What the forecast knows of the store, in groups: nobody in particular. All take now, and territory
-- (null: all). Moments are cut down to half an hour from now, so that nobody gets time that is not there; who is
-- still in time stays so.

-- name: waiting
-- Cases and contacts who were not reached, alike in all that counts. since: deadlines before it are given up.
-- apart: by département, which comes last; else that is null. What is not asked for is not looked up, nor the
-- kind of a telephone whose SMS has left.
with person as (
    select 'case' as subject, c.deadline, c.submitted_at, t.id as task, t.not_before, t.attempts, ph.kind,
           p.territory
    from tracing_case c
    left join tracing_calltask t on t.case_id = c.id and t.contact_id is null and t.done_at is null
    left join tracing_phone ph on ph.id = case when c.submitted_at is null and t.id is null then c.phone_id end
    left join tracing_person p
      on p.id = case when %(apart)s or %(territory)s::text is not null then c.person_id end
    where c.reached_at is null and c.closed_at is null and c.deadline > %(since)s::timestamptz
      and c.received_at <= %(now)s::timestamptz and c.outcome <> 'void'
      and (%(territory)s::text is null or p.territory = %(territory)s::text)
    union all
    select 'contact', ct.deadline, ct.submitted_at, t.id, t.not_before, t.attempts, ph.kind, p.territory
    from tracing_contact ct
    left join tracing_calltask t on t.contact_id = ct.id and t.done_at is null
    left join tracing_phone ph on ph.id = case when ct.submitted_at is null and t.id is null then ct.phone_id end
    left join tracing_case c on c.id = case when %(apart)s or %(territory)s::text is not null then ct.case_id end
    left join tracing_person p on p.id = c.person_id
    where ct.reached_at is null and ct.closed_at is null and ct.deadline > %(since)s::timestamptz
      and ct.named_at <= %(now)s::timestamptz and ct.same_as_id is null and ct.outcome <> 'void'
      and ct.became_case_id is null
      and (%(territory)s::text is null or p.territory = %(territory)s::text)
)
select subject, count(*),
       greatest(date_bin('30 minutes', deadline, %(now)s::timestamptz),
                case when deadline > %(now)s::timestamptz then %(now)s::timestamptz + interval '1 second' end),
       coalesce(kind = 'mobile' and submitted_at is null and task is null, false) as to_write,
       date_bin('30 minutes', submitted_at, %(now)s::timestamptz) as sent_at,
       date_bin('30 minutes', not_before, %(now)s::timestamptz) as callable_at,
       coalesce(attempts, 0), case when %(apart)s then coalesce(territory, '') end
from person
group by subject, 3, 4, 5, 6, 7, 8

-- name: shifts
-- Agents from now on.
select starts_at, ends_at, agents, calls_an_hour
from tracing_shift
where ends_at > %(now)s::timestamptz
  and (%(territory)s::text is null or territory in ('', %(territory)s::text))

-- name: answers
-- (seconds since the SMS, how many it has reached, how many not) of the cases written to since;
-- whoever an agent reached is watched until then and no longer.
with person as (
    select c.id, c.submitted_at, c.reached_at
    from tracing_case c
    where c.received_at > %(since)s::timestamptz and c.received_at <= %(now)s::timestamptz
      and c.submitted_at <= %(now)s::timestamptz and c.outcome <> 'void'
), reached as (
    select distinct t.case_id from tracing_calltask t
    where t.contact_id is null and t.outcome = 'reached' and t.done_at <= %(now)s::timestamptz
      and t.done_at > %(since)s::timestamptz
), waited as (
    select reached_at <= %(now)s::timestamptz and reached.case_id is null as over,
           greatest(0, date_part('epoch', least(reached_at, %(now)s::timestamptz) - submitted_at)) as seconds
    from person left join reached on reached.case_id = person.id
), counted as (
    select case when over and seconds <= 600 then ceil(seconds)
                when over then ceil(seconds / 60) * 60
                when seconds <= 600 then floor(seconds)
                else floor(seconds / 60) * 60 end as seconds, over
    from waited
)
select seconds, count(*) filter (where over), count(*) filter (where over is not true)
from counted
group by seconds

-- name: calls
-- Calls since, and how many of them reached the person.
select count(*), count(*) filter (where outcome in ('reached', 'refused', 'wrong_person') and undone_at is null)
from tracing_attempt
where at > %(since)s::timestamptz and at <= %(now)s::timestamptz

-- name: parts
-- Parts in the outbox before the first notices, and the parts of a first notice.
select coalesce(sum(m.parts) filter (where o.priority = 0 and o.not_before <= %(now)s::timestamptz), 0)::float8,
       coalesce(avg(m.parts) filter (where o.priority = 1), 1)::float8
from tracing_outbox o
join tracing_message m on m.id = o.message_id

-- name: shifts_apart
-- Agents from now on, with where they ring.
select territory, starts_at, ends_at, agents, calls_an_hour from tracing_shift where ends_at > %(now)s::timestamptz
