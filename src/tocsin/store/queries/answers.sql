-- name: lock_number
-- One SMS of a number at a time, whichever process has it; until the transaction ends.
select pg_advisory_xact_lock(('x' || encode(%(who)s, 'hex'))::bit(64)::bigint)

-- name: asked_before
-- Whether the same was asked within the hour, or reported within the day; answers within the hour and the day; of
-- them, help.
select coalesce(bool_or(digest = %(digest)s and (lately or %(reports)s)), false) as again,
       count(*) filter (where outcome in ('answered', 'help') and lately) as hour,
       count(*) filter (where outcome in ('answered', 'help')) as day,
       count(*) filter (where outcome = 'help' and lately) as helped
from reception_asked, lateral (select at > %(now)s::timestamptz - interval '1 hour' as lately) as hour
where who = %(who)s and at > %(now)s::timestamptz - interval '1 day'

-- name: overuse
-- Whether answers are stopped; those within the hour to numbers of one prefix, and to all.
select coalesce((select stopped from reception_answerswitch order by id desc limit 1), false) as stopped,
       count(*) filter (where prefix = %(prefix)s) as of_prefix, count(*) as of_all
from reception_asked
where outcome in ('answered', 'help') and at > %(now)s::timestamptz - interval '1 hour'

-- name: switch
insert into reception_answerswitch (at, stopped, by) values (%(now)s, %(stopped)s, %(by)s)

-- name: unanswered
-- What was left unanswered within the hour to keep the answers from being used against us.
select outcome, count(*) from reception_asked
where outcome in ('abroad', 'prefix_full', 'all_full', 'stopped')
  and at > %(now)s::timestamptz - interval '1 hour'
group by outcome

-- name: note
insert into reception_asked (digest, who, prefix, at, outcome)
values (%(digest)s, %(who)s, %(prefix)s, %(now)s, %(outcome)s)
returning id

-- name: forget
-- Who asked, so long ago that it need not be known any more.
delete from reception_asked where at <= %(until)s

-- name: submitted
-- What became of an answer, by its code.
update tracing_message set submitted_at = %(at)s where code = %(code)s and submitted_at is null

-- name: delivered
update tracing_message set delivered_at = %(at)s where code = %(code)s and delivered_at is null

-- name: failed
update tracing_message set failed_at = %(at)s, failure = %(why)s where code = %(code)s and failed_at is null

-- name: uncertain
update tracing_message set uncertain_at = %(at)s where code = %(code)s and uncertain_at is null
