-- name: told
-- What was told last of each subject.
select subject, value from webhooks_lasttold

-- name: tell
-- What is told of a subject from now on.
insert into webhooks_lasttold (subject, value, at) values (%(subject)s, %(value)s, %(now)s)
on conflict (subject) do update set value = excluded.value, at = excluded.at

-- name: enqueue
-- One event for one endpoint, due at once.
insert into webhooks_webhookdelivery (event, endpoint, kind, body, made_at, attempts, next_at, failure)
values (%(event)s, %(endpoint)s, %(kind)s, %(body)s, %(now)s, 0, %(machine)s, '')

-- name: due
-- What is due by the machine's clock, the oldest first.
select id, event, endpoint, body, attempts from webhooks_webhookdelivery
where next_at <= %(machine)s order by next_at, id limit %(most)s

-- name: end_try
-- What came of a try: another one at a moment, or the end, with or without a failure.
update webhooks_webhookdelivery
set attempts = attempts + 1, failure = %(failure)s, next_at = %(next_at)s::timestamptz,
    ended_at = case when %(next_at)s::timestamptz is null then %(machine)s::timestamptz end
where id = %(id)s

-- name: retry
-- Dead letters of an endpoint are due again, with all their tries.
update webhooks_webhookdelivery set attempts = 0, next_at = %(machine)s, ended_at = null
where endpoint = %(endpoint)s and ended_at is not null and failure <> ''

-- name: queue
-- How many events of each endpoint wait, were delivered and were given up, and the last failure.
select endpoint, count(*) filter (where next_at is not null), count(*) filter (where ended_at is not null and failure = ''),
       count(*) filter (where ended_at is not null and failure <> ''), max(ended_at) filter (where failure = ''),
       (array_agg(failure order by id desc) filter (where failure <> ''))[1]
from webhooks_webhookdelivery group by endpoint order by endpoint

-- name: tidy_ended
-- What has been at its end for long enough.
delete from webhooks_webhookdelivery
where ended_at < case when failure = '' then %(delivered)s::timestamptz else %(dead)s::timestamptz end

-- name: tidy_counts
-- Counts of days that everybody was told of.
delete from webhooks_verdictcount where day < %(counted)s

-- name: count_verdicts
-- Add counts to those of their days.
insert into webhooks_verdictcount (day, way, verdict, count)
select * from unnest(%(days)s::date[], %(ways)s::text[], %(verdicts)s::text[], %(counts)s::bigint[])
on conflict (day, way, verdict) do update set count = webhooks_verdictcount.count + excluded.count

-- name: verdict_counts
-- Counts of some days, by way and verdict.
select day, way, verdict, count from webhooks_verdictcount
where day >= %(from)s and day < %(before)s order by day, way, verdict
