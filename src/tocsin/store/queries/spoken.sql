-- The codes that agents say on the telephone, and what becomes of them.

-- name: kept
-- The code that an agent has for a task already: it is good for longer.
update tracing_spokencode set until = %(until)s
where task_id = %(task)s and agent = %(agent)s and ended_at is null and until > %(now)s
returning code

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
update tracing_spokencode set ended_at = %(now)s
where task_id = %(task)s and agent = %(agent)s and ended_at is null and until > %(now)s

-- name: check
-- What is known of a code that somebody typed; that it was typed is counted, by one statement whether it is there
-- or not.
update tracing_spokencode set checks = least(checks + 1, 9999), checked_at = coalesce(checked_at, %(now)s)
where code = %(code)s and given_at <= %(now)s
  and coalesce(ended_at, until) > %(now)s::timestamptz - %(known_for)s::interval
returning given_at, coalesce(ended_at, until) as until, checks - 1 as before, checked_at
