-- The codes that agents say on the telephone, and what becomes of them.

-- name: kept
-- The code that an agent has for a task already: it is good for longer.
update tracing_spokencode set until = %(until)s
where task_id = %(task)s and agent = %(agent)s and ended_at is null and until > %(now)s
returning code

-- name: announced
-- The code of which the person was told by SMS: that of whoever makes this call, unless it is another call's by now.
update tracing_spokencode s set agent = %(agent)s, given_at = %(now)s, ended_at = null,
  until = case when s.ended_at is null then greatest(s.until, %(until)s) else %(until)s end
where s.task_id = %(task)s and s.code = (
  select a.code from tracing_callannouncement a
  where a.task_id = %(task)s and a.outcome <> 'not_told' order by a.id desc limit 1)
returning s.code

-- name: reserve
-- Codes for calls that are announced, good until the windows end; no row for one that is known already.
insert into tracing_spokencode as held (code, task_id, agent, given_at, until, ended_at, checks, checked_at)
select u.code, u.task_id, '', %(now)s, u.until, null, 0, null
from unnest(%(codes)s::text[], %(tasks)s::bigint[], %(untils)s::timestamptz[]) as u (code, task_id, until)
on conflict (code) do update
  set task_id = excluded.task_id, agent = excluded.agent, given_at = excluded.given_at, until = excluded.until,
      ended_at = null, checks = 0, checked_at = null
  where coalesce(held.ended_at, held.until) <= %(now)s::timestamptz - %(known_for)s::interval
returning task_id, code

-- name: live
-- How many codes a person might be told now, or was told so short ago that they are still known.
select count(*) from tracing_spokencode where coalesce(ended_at, until) > %(now)s::timestamptz - %(known_for)s::interval

-- name: give
-- A code that nobody has, or that nobody has any more; no row where it is still known.
insert into tracing_spokencode as held (code, task_id, agent, given_at, until, ended_at, checks, checked_at)
values (%(code)s, %(task)s, %(agent)s, %(now)s, %(until)s, null, 0, null)
on conflict (code) do update
  set task_id = excluded.task_id, agent = excluded.agent, given_at = excluded.given_at, until = excluded.until,
      ended_at = null, checks = 0, checked_at = null
  where coalesce(held.ended_at, held.until) <= %(now)s::timestamptz - %(known_for)s::interval
returning code

-- name: end
-- A call is over; one that was announced and has not been made keeps its code for whoever makes it.
update tracing_spokencode s set
  agent = case when kept.task_id is null then s.agent else '' end,
  ended_at = case when kept.task_id is null then %(now)s::timestamptz end
from (values (%(task)s::bigint)) as this (task_id)
left join tracing_callannouncement kept on kept.task_id = this.task_id and kept.outcome = ''
where s.task_id = this.task_id and s.agent = %(agent)s and s.ended_at is null and s.until > %(now)s

-- name: check
-- What is known of a code that somebody typed; that it was typed is counted, by one statement whether it is there
-- or not.
update tracing_spokencode set checks = least(checks + 1, 9999), checked_at = coalesce(checked_at, %(now)s)
where code = %(code)s and given_at <= %(now)s
  and coalesce(ended_at, until) > %(now)s::timestamptz - %(known_for)s::interval
returning given_at, coalesce(ended_at, until) as until, checks - 1 as before, checked_at,
  case when agent = '' then (select begins_at from tracing_callannouncement a
                             where a.task_id = tracing_spokencode.task_id and a.outcome = '') end as announced_from
