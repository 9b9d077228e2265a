-- name: slots
-- The last slots that were taken of the given tasks, and whether a job of theirs is not at its end.
select task.name,
       (select coalesce(array_agg(defer_timestamp), '{}') from procrastinate_periodic_defers d
        where d.task_name = task.name) as slots,
       exists (select 1 from procrastinate_jobs j
               where j.status in ('todo', 'doing') and j.task_name = task.name) as unfinished
from unnest(%(tasks)s::text[]) as task (name)

-- name: alone
-- Whether nobody else runs this chore; so until the connection ends.
select pg_try_advisory_lock(%(room)s::int, %(chore)s::int)

-- name: recent
-- The last jobs of each chore: in what state, for which moment, and how long the last try took.
select task.name, job.id, job.status::text, job.attempts, (job.args ->> 'now')::timestamptz as for_moment,
       began.at as began_at, ended.at as ended_at
from unnest(%(tasks)s::text[]) with ordinality as task (name, place)
cross join lateral (
  select * from procrastinate_jobs j where j.task_name = task.name order by j.id desc limit %(each)s) as job
left join lateral (
  select max(at) as at from procrastinate_events e where e.job_id = job.id and e.type = 'started') as began on true
left join lateral (
  select max(at) as at from procrastinate_events e
  where e.job_id = job.id and e.at >= began.at
    and e.type in ('succeeded', 'failed', 'aborted', 'deferred_for_retry')) as ended on true
order by task.place, job.id desc

-- name: tidy_workers
-- Processes that died without a word.
delete from tracing_worker where seen_at < %(before)s

-- name: tidy_receipts
-- Receipts whose message was never sent by us.
delete from tracing_earlyreceipt where at < %(before)s

-- name: tidy_parts
-- Parts whose receipt will not come any more.
delete from tracing_part where at < %(before)s

-- name: tidy_spoken
-- Codes of calls that are long over.
delete from tracing_spokencode where coalesce(ended_at, until) < %(before)s

-- name: tidy_announcements
-- Announced calls that are long over.
delete from tracing_callannouncement where ends_at < %(before)s and outcome <> ''

-- name: tidy_visitors
-- What was taken of the site's limits, and given back long ago.
delete from tracing_pageuse where until < %(before)s

-- name: tidy_jobs
-- Jobs at their end; the last one of each chore stays.
delete from procrastinate_jobs j
where (j.args ->> 'now')::timestamptz
      < case when j.status = 'succeeded' then %(succeeded)s else %(others)s end
  and j.status in ('succeeded', 'failed', 'cancelled', 'aborted')
  and j.id < (select max(id) from procrastinate_jobs last where last.task_name = j.task_name)

-- name: day_counts
-- What erasures kept, and the same of people who are still known: a day counts alike before its erasure and after.
select day, measure, disease, territory, age_band, sum(value)::int from (
  select day, measure, disease, territory, age_band, value from tracing_daycount
  union all
  select (c.received_at at time zone 'Europe/Paris')::date, m.measure, c.disease, p.territory, p.age_band, count(*)
  from tracing_case c join tracing_person p on p.id = c.person_id
  cross join lateral (values
    ('cases', true), ('submitted_24h', c.submitted_at <= least(c.deadline, %(now)s)),
    ('delivered_24h', c.delivered_at <= least(c.deadline, %(now)s)),
    ('answered_24h', c.answered_at <= least(c.deadline, %(now)s)),
    ('reached_24h', c.reached_at <= least(c.deadline, %(now)s))
  ) as m (measure, holds)
  where m.holds and c.outcome <> 'void' and c.erased_at is null and c.received_at <= %(now)s
  group by 1, 2, 3, 4, 5
  union all
  select (t.named_at at time zone 'Europe/Paris')::date, m.measure, c.disease,
         coalesce(p.territory, ''), coalesce(p.age_band, ''), count(*)
  from tracing_contact t join tracing_case c on c.id = t.case_id
  left join tracing_person p on p.id = t.person_id
  cross join lateral (values
    ('contacts', true), ('contacts_submitted', t.submitted_at <= least(t.deadline, %(now)s)),
    ('contacts_answered', t.answered_at <= least(t.deadline, %(now)s)),
    ('contacts_reached', t.reached_at <= least(t.deadline, %(now)s))
  ) as m (measure, holds)
  where m.holds and c.outcome <> 'void' and t.erased_at is null and t.named_at <= %(now)s
  group by 1, 2, 3, 4, 5
) as counted
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5

-- name: failures
-- Jobs that were given up, of each chore, and the moment of the last.
select task_name, count(*), max((args ->> 'now')::timestamptz) from procrastinate_jobs
where status = 'failed' and task_name = any(%(tasks)s::text[])
group by task_name

-- name: tidy_unconfirmed
-- SMS that stand in the inbox, of whom the network was to be told: an account that is gone tells nobody.
delete from tracing_unconfirmed where at < %(before)s
