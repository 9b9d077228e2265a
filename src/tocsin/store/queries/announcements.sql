-- Calls announced by SMS: between two moments, with the code that the agent says first.

-- name: waiting
-- Open calls in the order in which they are given out, and whether each may be announced: by SMS, to somebody who may
-- have some, whose call was not announced or was announced once and missed. unfit: reasons of calls of which nobody
-- is told.
select k.id, k.case_id, k.contact_id, k.phone_id, k.territory, k.not_before, coalesce(f.zone, 'Europe/Paris') as zone,
  f.shard, f.collected_on,
  coalesce(f.kind = 'mobile' and f.sealed is not null and not k.urgent and not k.reason = any(%(unfit)s::text[])
    and (k.leased_until is null or k.leased_until <= %(now)s) and not coalesce(a.shut, false)
    and coalesce(a.many, 0) < %(many)s::int, false) as announceable
from tracing_calltask k left join tracing_phone f on f.id = k.phone_id
left join (select task_id, count(*) as many, bool_or(outcome in ('', 'not_told')) as shut
           from tracing_callannouncement group by task_id) as a on a.task_id = k.id
where k.done_at is null
order by k.urgent desc, not k.urgent and k.deadline <= %(past)s::timestamptz, k.deadline, k.id limit %(limit)s

-- name: hold
-- Calls that nobody has are made in their windows; no row for one that somebody took meanwhile.
update tracing_calltask k set not_before = greatest(k.not_before, u.begins_at)
from unnest(%(tasks)s::bigint[], %(begins)s::timestamptz[]) as u (id, begins_at)
where k.id = u.id and k.done_at is null and (k.leased_until is null or k.leased_until <= %(now)s)
returning k.id

-- name: announce
insert into tracing_callannouncement (task_id, announced_at, begins_at, ends_at, code, outcome)
select u.id, %(now)s, u.begins_at, u.ends_at, u.code, ''
from unnest(%(tasks)s::bigint[], %(begins)s::timestamptz[], %(ends)s::timestamptz[], %(codes)s::text[])
  as u (id, begins_at, ends_at, code)
on conflict (task_id) where outcome = '' do nothing

-- name: forget
-- Calls of which nobody was told after all: they are made like any other, and not announced again.
update tracing_callannouncement a set outcome = 'not_told', ended_at = %(now)s
from tracing_calltask k join unnest(%(case_id)s::bigint[], %(contact_id)s::bigint[]) as u (case_id, contact_id)
  on k.case_id is not distinct from u.case_id and k.contact_id is not distinct from u.contact_id
where a.task_id = k.id and a.outcome = '' and k.done_at is null

-- name: call
-- A call was made: in its window, before it, or after it.
update tracing_callannouncement set ended_at = %(now)s,
  outcome = case when %(now)s::timestamptz < begins_at then 'early' when %(now)s::timestamptz < ends_at then 'kept'
    else 'missed' end
where task_id = %(task)s and outcome = ''

-- name: end
-- Windows that are over with no call made, but where an agent has the call in hand; and calls that nobody makes any more.
update tracing_callannouncement a set ended_at = %(now)s, outcome = case when k.done_at is null then 'missed' else 'void' end
from tracing_calltask k
where k.id = a.task_id and a.outcome = ''
  and (k.done_at is not null or a.ends_at <= %(now)s and (k.leased_until is null or k.leased_until <= %(now)s))
returning a.outcome

-- name: of_task
-- What the person was told last of this call.
select begins_at, ends_at from tracing_callannouncement
where task_id = %(task)s and outcome <> 'not_told' order by id desc limit 1

-- name: counts
-- Announced calls of a day, and those to come. territories: codes; null: all.
select count(*) filter (where a.outcome = '') as ahead, count(*) filter (where a.outcome in ('kept', 'early')) as made,
  count(*) filter (where a.outcome = 'missed') as missed
from tracing_callannouncement a join tracing_calltask k on k.id = a.task_id
where a.ends_at > %(since)s and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))
