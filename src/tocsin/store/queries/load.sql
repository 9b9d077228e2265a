-- The load of those who ring. territories: codes of départements; null: all.

-- name: territories
with waiting as (
  select territory, count(*) as open, count(*) filter (where urgent) as urgent,
    count(*) filter (where deadline <= %(now)s::timestamptz) as late,
    count(*) filter (where deadline > %(now)s::timestamptz
      and deadline <= %(now)s::timestamptz + interval '6 hours') as soon,
    count(*) filter (where leased_until > %(now)s::timestamptz) as held,
    count(*) filter (where not_before > %(now)s::timestamptz) as resting, min(deadline) as first_deadline
  from tracing_calltask where done_at is null group by territory
), made as (
  select k.territory, count(distinct k.id) filter (where k.done_at > %(hour)s::timestamptz) as done,
    count(*) filter (where a.outcome = 'reached') as reached
  from tracing_attempt a join tracing_calltask k on k.id = a.task_id
  where a.at > %(hour)s::timestamptz and a.at <= %(now)s::timestamptz and a.undone_at is null group by k.territory
)
select coalesce(waiting.territory, made.territory) as territory, coalesce(open, 0) as open,
  coalesce(urgent, 0) as urgent, coalesce(late, 0) as late, coalesce(soon, 0) as soon, coalesce(held, 0) as held,
  coalesce(resting, 0) as resting, coalesce(done, 0) as done, coalesce(reached, 0) as reached, first_deadline
from waiting full join made on made.territory = waiting.territory
where %(territories)s::text[] is null or coalesce(waiting.territory, made.territory) = ''
  or coalesce(waiting.territory, made.territory) = any(%(territories)s::text[])
order by late desc, open desc, territory

-- name: agents
with held as (
  select distinct on (leased_by) leased_by as agent, id as task, territory from tracing_calltask
  where done_at is null and leased_until > %(now)s::timestamptz order by leased_by, id
), made as (
  select a.agent, count(*) filter (where a.at > %(hour)s::timestamptz) as calls,
    count(*) filter (where a.at > %(hour)s::timestamptz and a.outcome = 'reached') as reached,
    coalesce(sum(a.seconds) filter (where a.at > %(hour)s::timestamptz), 0) as seconds, max(a.at) as last_at,
    (array_agg(k.territory order by a.at desc, a.id desc))[1] as territory
  from tracing_attempt a join tracing_calltask k on k.id = a.task_id
  where a.at > %(since)s::timestamptz and a.at <= %(now)s::timestamptz and a.undone_at is null group by a.agent
)
select coalesce(held.agent, made.agent) as agent, coalesce(calls, 0) as calls, coalesce(reached, 0) as reached,
  coalesce(seconds, 0) as seconds, held.task, coalesce(held.territory, made.territory, '') as territory, last_at
from held full join made on made.agent = held.agent
where %(territories)s::text[] is null or coalesce(held.territory, made.territory, '') = ''
  or coalesce(held.territory, made.territory) = any(%(territories)s::text[])
order by calls desc, agent
