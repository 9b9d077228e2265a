"""Every statement of the answers by SMS, as SQL."""

from datetime import timedelta
from typing import Final

ALONE: Final = "select pg_advisory_xact_lock(('x' || encode(%(who)s, 'hex'))::bit(64)::bigint)"
"""One SMS of a number at a time, whichever process has it; until the transaction ends."""

BEFORE: Final = """
select coalesce(bool_or(digest = %(digest)s and (lately or %(reports)s)), false),
       count(*) filter (where outcome in ('answered', 'help') and lately),
       count(*) filter (where outcome in ('answered', 'help')),
       count(*) filter (where outcome = 'help' and lately)
from reception_asked, lateral (select at > %(now)s::timestamptz - interval '1 hour' as lately) as hour
where who = %(who)s and at > %(now)s::timestamptz - interval '1 day'
"""
"""Whether the same was asked within the hour, or reported within the day; answers within the hour and the day; of them, help."""

OVERUSE: Final = """
select coalesce((select stopped from reception_answerswitch order by id desc limit 1), false),
       count(*) filter (where prefix = %(prefix)s), count(*)
from reception_asked
where outcome in ('answered', 'help') and at > %(now)s::timestamptz - interval '1 hour'
"""
"""Whether answers are stopped; those within the hour to numbers of one prefix, and to all."""

SWITCH: Final = """
insert into reception_answerswitch (at, stopped, by) values (%(now)s, %(stopped)s, %(by)s)
"""

UNANSWERED: Final = """
select outcome, count(*) from reception_asked
where outcome in ('abroad', 'prefix_full', 'all_full', 'stopped')
  and at > %(now)s::timestamptz - interval '1 hour'
group by outcome
"""
"""What was left unanswered within the hour to keep the answers from being used against us."""

NOTE: Final = """
insert into reception_asked (digest, who, prefix, at, outcome)
values (%(digest)s, %(who)s, %(prefix)s, %(now)s, %(outcome)s)
returning id
"""

KEPT: Final = timedelta(days=1)
"""For how long it is known that somebody asked."""
FORGET: Final = f"delete from reception_asked where at <= %(now)s::timestamptz - interval '{KEPT.days} day'"

SUBMITTED: Final = (
    "update tracing_message set submitted_at = %(at)s where code = %(code)s and submitted_at is null"
)
DELIVERED: Final = (
    "update tracing_message set delivered_at = %(at)s where code = %(code)s and delivered_at is null"
)
FAILED: Final = """
update tracing_message set failed_at = %(at)s, failure = %(why)s where code = %(code)s and failed_at is null
"""
UNCERTAIN: Final = """
update tracing_message set uncertain_at = %(at)s where code = %(code)s and uncertain_at is null
"""
"""What became of an answer, by its code."""
