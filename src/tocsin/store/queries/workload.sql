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
), last as (
  select agent, max(id) as id from tracing_attempt
  where at > %(since)s::timestamptz and at <= %(now)s::timestamptz and undone_at is null group by agent
), made as (
  select agent, count(*) as calls, count(*) filter (where outcome = 'reached') as reached,
    coalesce(sum(seconds), 0) as seconds
  from tracing_attempt
  where at > %(hour)s::timestamptz and at <= %(now)s::timestamptz and undone_at is null group by agent
), agents as (
  select coalesce(held.agent, last.agent) as agent, coalesce(calls, 0) as calls, coalesce(reached, 0) as reached,
    coalesce(made.seconds, 0) as seconds, held.task, coalesce(held.territory, k.territory, '') as territory,
    a.at as last_at
  from held full join last on last.agent = held.agent left join made on made.agent = last.agent
  left join tracing_attempt a on a.id = last.id left join tracing_calltask k on k.id = a.task_id
)
select * from agents
where %(territories)s::text[] is null or territory = '' or territory = any(%(territories)s::text[])
order by calls desc, agent

-- name: keep
-- What was counted of each département, in the place of what was counted before.
with gone as (
  update tracing_outlook set load = '', load_at = null
  where load <> '' and territory <> all(%(territories)s::text[])
)
insert into tracing_outlook (territory, at, situation, forecast, load, load_at)
select territory, %(now)s, '', '', load, %(now)s
from unnest(%(territories)s::text[], %(loads)s::text[]) as u (territory, load)
on conflict (territory) do update set load = excluded.load, load_at = excluded.load_at

-- name: kept
select load, load_at from tracing_outlook
where load <> '' and (%(territories)s::text[] is null or territory = '' or territory = any(%(territories)s::text[]))
