-- name: ids
-- Identifiers ahead of their rows: what is sealed for a row is bound to its number. The name of the sequence is looked
-- up once, in a query of its own: for each number it took thirty times as long as the number.
select array(select nextval((select pg_get_serial_sequence(%(table)s, 'id')::regclass)) from generate_series(1, %(count)s))

-- name: post
-- Events for engines. The same key twice is one event.
insert into tracing_inbox (id, shard, phone_id, key, at, sealed, collected_on)
select * from unnest(%(ids)s::bigint[], %(shard)s::smallint[], %(phone_id)s::bigint[], %(key)s::text[], %(at)s::timestamptz[],
                     %(sealed)s::bytea[], %(collected_on)s::date[])
on conflict (key) do nothing

-- name: fence
-- Whether the worker still has these shards: nobody takes one away while the transaction lasts.
select count(*) from (
  select 1 from tracing_shardlease
  where shard = any(%(shards)s) and worker = %(worker)s and until > %(now)s
  for share) as held

-- name: claim
-- The oldest events of the worker's shards, taken out of the inbox, each phone once with all of its own.
with taken as (
  delete from tracing_inbox where id = any(array(
    select id from tracing_inbox where shard = any(%(shards)s) order by id limit %(limit)s))
  returning id, phone_id, key, at, sealed)
select taken.phone_id, taken.at, taken.key, int8send(taken.id) || int8send(taken.phone_id) || taken.sealed from taken order by taken.id

-- name: due
-- Phones on which something is due by itself.
select phone_id from tracing_timer
where shard = any(%(shards)s) and due <= %(now)s
order by due limit %(limit)s

-- name: phones
-- The phones of a step, with their conversations; in one order, so that the same events have the same outcome.
select id, shard, int8send(id) || sealed, kind, zone, collected_on, int8send(id) || thread from tracing_phone where id = any(%(phones)s) order by id

-- name: cases
-- What a conversation with a case begins with.
select c.id, c.person_id, c.disease, c.resulted_at, c.deadline, c.sample_on, c.onset_on, c.closed_at is not null as closed,
       int8send(p.id) || p.sealed as person, p.lang, p.guardian_id is not null as minor, p.died, p.territory, f.zone
from tracing_case c join tracing_person p on p.id = c.person_id left join tracing_phone f on f.id = c.phone_id
where c.id = any(%(cases)s)

-- name: contacts
-- What a conversation with a contact begins with.
select t.id, t.person_id, t.case_id, int8send(t.id) || t.sealed as contact, t.household, t.deadline,
       greatest(case when c.outcome <> 'void' then t.last_contact end,
                (select max(o.last_contact) from tracing_contact o
                 where o.same_as_id = t.id and o.outcome <> 'void')) as last_contact,
       t.closed_at is not null or t.became_case_id is not null as closed,
       c.disease, c.sample_on, c.onset_on, c.resulted_at, ill.territory, f.zone,
       coalesce(p.lang, 'fr') as lang, int8send(p.id) || p.sealed as person, coalesce(p.guardian_id is not null, false) as minor,
       coalesce(p.died, false) or ill.died and coalesce(t.household, false) as bereaved
from tracing_contact t join tracing_case c on c.id = t.case_id join tracing_person ill on ill.id = c.person_id
left join tracing_phone f on f.id = c.phone_id left join tracing_person p on p.id = t.person_id
where t.id = any(%(contacts)s)

-- name: children
-- Children of whom somebody is told beside their own: those in their care; of a contact who lives with the case, also
-- those of the case without a number of their own. One of whom a parent was told, or who is a case by now, is not there.
select f.subject, f.id as file, c.disease, t.last_contact, t.household, c.sample_on, c.resulted_at, c.onset_on,
       ill.territory, i.zone
from (
  select 'case' as subject, id, person_id, null::bigint as case_id from tracing_case where id = any(%(cases)s)
  union all
  select 'contact', id, person_id, case when household then case_id end from tracing_contact
  where id = any(%(contacts)s)
) f
join lateral (
  select t.id from tracing_person w join tracing_contact t on t.person_id = w.id where w.guardian_id = f.person_id
  union
  select t.id from tracing_contact t join tracing_calltask k on k.contact_id = t.id
  where t.case_id = f.case_id and t.phone_id is null and k.reason = 'minor' and k.done_at is null
) child on true
join tracing_contact t on t.id = child.id and t.closed_at is null and t.became_case_id is null and t.same_as_id is null
join tracing_case c on c.id = t.case_id join tracing_person ill on ill.id = c.person_id
left join tracing_phone i on i.id = c.phone_id
order by f.subject, f.id, t.id

-- name: threads
-- The conversations as the step left them.
update tracing_phone p set thread = u.thread
from unnest(%(phones)s::bigint[], %(threads)s::bytea[]) as u (id, thread)
where p.id = u.id

-- name: timers_off
delete from tracing_timer where phone_id = any(%(phones)s::bigint[])

-- name: timers_on
-- When something is due on a phone by itself. What is due later than was written is not written: each reply puts a
-- reminder off, and the engine that looks at the earlier hour writes down the one that holds by then.
insert into tracing_timer (phone_id, shard, due)
select u.phone_id, u.shard, u.due
from unnest(%(phones)s::bigint[], %(shards)s::smallint[], %(dues)s::timestamptz[]) as u (phone_id, shard, due)
left join tracing_timer t on t.phone_id = u.phone_id
where t.due is null or u.due < t.due or t.due <= %(now)s or t.shard <> u.shard
on conflict (phone_id) do update set due = excluded.due, shard = excluded.shard

-- name: messages
-- The register's entries and the intents to send, together; what comes back was written. A message whose code
-- is another's does not come back, and is written again under another code. After a store was restored, whatever
-- a conversation of then says anew may have been said already: it is flagged, and counts as sent again.
with given as (
  select * from unnest(
    %(ids)s::bigint[], %(keys)s::text[], %(codes)s::text[], %(templates)s::text[], %(versions)s::text[], %(langs)s::text[],
    %(hashes)s::text[], %(senders)s::text[], %(recipients)s::text[], %(phones)s::bigint[],
    %(cases)s::bigint[], %(contacts)s::bigint[], %(sealed)s::bytea[], %(days)s::date[], %(parts)s::smallint[],
    %(ats)s::timestamptz[], %(priorities)s::smallint[], %(deadlines)s::timestamptz[],
    %(not_befores)s::timestamptz[], %(untils)s::timestamptz[], %(instructs)s::boolean[])
  as g (id, key, code, template, version, lang, text_hash, sender, recipient, phone_id, case_id, contact_id,
        sealed, collected_on, parts, at, priority, deadline, not_before, valid_until, instructs)
), written as (
  insert into tracing_message (id, key, code, template, version, lang, text_hash, sender, recipient, phone_id,
    case_id, contact_id, sealed, collected_on, instructs, parts, issued_at, failure, resent, uncertain_at)
  select id, key, code, template, version, lang, text_hash, sender, recipient, phone_id,
    case_id, contact_id, sealed, collected_on, instructs, parts, at, '', anew.anew::int, case when anew.anew then at end
  from given cross join lateral (
    select %(restored)s and exists (
      select from tracing_change c where c.what = 'restored' and c.at > given.at - interval '3 days'
        and (c.subject, c.subject_id) = (
          case when contact_id is null then 'case' else 'contact' end, coalesce(contact_id, case_id))) as anew
  ) as anew
  on conflict do nothing
  returning id, uncertain_at
), doubtful as (
  insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
  select 'message', id, 'uncertain', '', '', 'restored', uncertain_at, 'engine'
  from written where uncertain_at is not null
)
insert into tracing_outbox (message_id, phone_id, lane, priority, deadline, not_before, valid_until)
select written.id, given.phone_id, given.sender, given.priority, given.deadline, given.not_before,
  given.valid_until
from written join given using (id)
returning message_id

-- name: codes_written
-- Which of these messages stand in the register.
select key from tracing_message where key = any(%(keys)s)

-- name: aside_event
-- The oldest event of the worker's shards is nobody's: a shard below zero is no shard.
update tracing_inbox set shard = -1 - shard
where id = (select id from tracing_inbox where shard = any(%(shards)s) order by id limit 1)
returning phone_id

-- name: aside_timer
update tracing_timer set shard = -1 - shard
where phone_id = (select phone_id from tracing_timer
                  where shard = any(%(shards)s) and due <= %(now)s order by due limit 1)
returning phone_id

-- name: aside_calls
-- Whoever is spoken to on a phone whose event is set aside is rung instead.
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
  deadline, attempts, outcome)
select u.case_id, u.contact_id, %(phone)s, coalesce(p.territory, ''), 'fault', false, %(now)s, %(now)s,
  greatest(u.deadline, %(now)s + interval '2 hours'), 0, ''
from (
  select id as case_id, null::bigint as contact_id, person_id, deadline from tracing_case
  where phone_id = %(phone)s and closed_at is null
  union all
  select null, id, person_id, deadline from tracing_contact
  where phone_id = %(phone)s and closed_at is null and same_as_id is null
) u left join tracing_person p on p.id = u.person_id
on conflict (case_id, contact_id) where done_at is null do nothing

-- name: aside
-- How much was set aside.
select (select count(*) from tracing_inbox where shard < 0) + (select count(*) from tracing_timer where shard < 0)

-- name: again
-- What was set aside is the engines' again.
with events as (
  update tracing_inbox set shard = -1 - shard where shard < 0 returning 1
), timers as (
  update tracing_timer set shard = -1 - shard where shard < 0 returning 1
)
select (select count(*) from events) + (select count(*) from timers)

-- name: withdraw
-- Messages of conversations that are over, which no gateway has in its hand, do not leave; nor is one sent again
-- that may have been sent.
with told as (
  select id, uncertain_at from tracing_message where key = any(array(
    select s.session || '.' || n
    from unnest(%(session)s::text[], %(sent_before)s::int[]) as s (session, sent_before), generate_series(1, s.sent_before) as n))
), gone as (
  delete from tracing_outbox o using told
  where o.message_id = told.id and (o.leased_by is null or told.uncertain_at is not null)
  returning o.message_id
)
update tracing_message m set failed_at = %(now)s, failure = 'withdrawn'
from gone where m.id = gone.message_id and m.delivered_at is null and m.failed_at is null

-- name: wordings
insert into tracing_wording (template, version, lang, text)
select * from unnest(%(templates)s::text[], %(versions)s::text[], %(langs)s::text[], %(texts)s::text[])
on conflict (template, version, lang) do nothing

-- name: wordings_changed
-- Wordings that were published with another text under the same version.
select w.template, w.version, w.lang
from tracing_wording w
join unnest(%(templates)s::text[], %(versions)s::text[], %(langs)s::text[], %(texts)s::text[])
  as u (template, version, lang, text) using (template, version, lang)
where w.text <> u.text

-- name: calls
-- Somebody is to be rung. One open task a person: a second reason makes it more urgent, never later; it takes the
-- place of the question whether another number is the same person's, unless an agent is asking it.
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
  deadline, attempts, outcome)
select u.case_id, u.contact_id, u.phone_id, coalesce(p.territory, ''), u.reason, u.urgent, u.at, u.not_before,
  case when coalesce(t.deadline, c.deadline) > u.not_before then coalesce(t.deadline, c.deadline)
       else u.not_before + interval '24 hours' end, 0, ''
from (
  select distinct on (case_id, contact_id) case_id, contact_id, phone_id, reason, urgent, at, not_before
  from unnest(%(case_id)s::bigint[], %(contact_id)s::bigint[], %(phone_id)s::bigint[], %(reason)s::text[],
              %(urgent)s::boolean[], %(at)s::timestamptz[], %(not_before)s::timestamptz[])
    with ordinality as v (case_id, contact_id, phone_id, reason, urgent, at, not_before, n)
  order by case_id, contact_id, urgent desc, n) as u
left join tracing_contact t on t.id = u.contact_id
left join tracing_case c on c.id = coalesce(u.case_id, t.case_id)
left join tracing_person p on p.id = coalesce(t.person_id, c.person_id)
on conflict (case_id, contact_id) where done_at is null do update set
  reason = case when excluded.urgent and not tracing_calltask.urgent or tracing_calltask.reason = 'namesake'
                  and (tracing_calltask.leased_until is null or tracing_calltask.leased_until <= excluded.created_at)
                then excluded.reason else tracing_calltask.reason end,
  phone_id = case when tracing_calltask.reason = 'namesake' and (excluded.urgent
                    or tracing_calltask.leased_until is null or tracing_calltask.leased_until <= excluded.created_at)
                  then excluded.phone_id else tracing_calltask.phone_id end,
  urgent = tracing_calltask.urgent or excluded.urgent,
  not_before = least(tracing_calltask.not_before, excluded.not_before),
  deadline = least(tracing_calltask.deadline, excluded.deadline)

-- name: heard
insert into tracing_heard (id, phone_id, case_id, contact_id, at, sealed, collected_on, signals, look_by)
select * from unnest(%(ids)s::bigint[], %(phone_id)s::bigint[], %(case_id)s::bigint[], %(contact_id)s::bigint[], %(at)s::timestamptz[],
                     %(sealed)s::bytea[], %(collected_on)s::date[], %(signals)s::text[], %(look_by)s::timestamptz[])

-- name: changes
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select * from unnest(%(subject)s::text[], %(subject_id)s::bigint[], %(what)s::text[], %(before)s::text[],
                     %(after)s::text[], %(why)s::text[], %(at)s::timestamptz[], %(by)s::text[])

-- name: case_marks
-- Milestones of cases: each moment is written once, the earliest; the rest is as it is now. A row in which nothing
-- changes is not written: half of what a step marks is known already.
update tracing_case c set
  answered_at = coalesce(c.answered_at, u.answered_at),
  reached_at = case when u.wrong then null else coalesce(c.reached_at, u.reached_at) end,
  listed_at = coalesce(c.listed_at, u.listed_at),
  closed_at = coalesce(c.closed_at, u.closed_at),
  outcome = case when u.outcome <> '' and c.closed_at is null then u.outcome else c.outcome end,
  isolation_end = coalesce(u.isolation_end, c.isolation_end)
from unnest(%(ids)s::bigint[], %(answered_at)s::timestamptz[], %(reached_at)s::timestamptz[], %(wrong)s::boolean[],
            %(listed_at)s::timestamptz[],
            %(closed_at)s::timestamptz[], %(outcome)s::text[], %(isolation_end)s::date[])
  as u (id, answered_at, reached_at, wrong, listed_at, closed_at, outcome, isolation_end)
where c.id = u.id and (
  c.answered_at is null and u.answered_at is not null or c.listed_at is null and u.listed_at is not null
  or c.reached_at is not null and u.wrong or c.reached_at is null and not u.wrong and u.reached_at is not null
  or c.closed_at is null and (u.closed_at is not null or u.outcome not in ('', c.outcome))
  or u.isolation_end <> c.isolation_end or c.isolation_end is null and u.isolation_end is not null)

-- name: contact_marks
-- A contact's own yes to living with the case holds whatever was said; a no never takes back the case's yes. A row
-- in which nothing changes is not written.
update tracing_contact c set
  answered_at = coalesce(c.answered_at, u.answered_at),
  reached_at = case when u.wrong then null else coalesce(c.reached_at, u.reached_at) end,
  closed_at = coalesce(c.closed_at, u.closed_at),
  outcome = case when u.outcome <> '' and c.closed_at is null then u.outcome else c.outcome end,
  isolation_end = coalesce(u.isolation_end, c.isolation_end),
  tested_on = coalesce(c.tested_on, u.tested_on),
  household = case when u.household then true else coalesce(c.household, u.household) end,
  same_as_id = coalesce(c.same_as_id, u.same_as_id)
from unnest(%(ids)s::bigint[], %(answered_at)s::timestamptz[], %(reached_at)s::timestamptz[], %(wrong)s::boolean[],
            %(closed_at)s::timestamptz[], %(outcome)s::text[],
            %(isolation_end)s::date[], %(tested_on)s::date[], %(household)s::boolean[], %(same_as)s::bigint[])
  as u (id, answered_at, reached_at, wrong, closed_at, outcome, isolation_end, tested_on, household, same_as_id)
where c.id = u.id and (
  c.answered_at is null and u.answered_at is not null
  or c.reached_at is not null and u.wrong or c.reached_at is null and not u.wrong and u.reached_at is not null
  or c.closed_at is null and (u.closed_at is not null or u.outcome not in ('', c.outcome))
  or u.isolation_end <> c.isolation_end or c.isolation_end is null and u.isolation_end is not null
  or c.tested_on is null and u.tested_on is not null
  or u.household and c.household is not true or c.household is null and u.household is not null
  or c.same_as_id is null and u.same_as_id is not null)

-- name: steps
insert into tracing_stepcount (hour, flow, version, state, asked, answered, again, silent, human)
select * from unnest(%(hours)s::timestamptz[], %(flows)s::text[], %(versions)s::int[], %(states)s::text[],
                     %(asked)s::int[], %(answered)s::int[], %(again)s::int[], %(silent)s::int[], %(human)s::int[])
on conflict (hour, flow, version, state) do update set
  asked = tracing_stepcount.asked + excluded.asked,
  answered = tracing_stepcount.answered + excluded.answered,
  again = tracing_stepcount.again + excluded.again,
  silent = tracing_stepcount.silent + excluded.silent,
  human = tracing_stepcount.human + excluded.human

-- name: lease_shards
-- Renew the worker's shards and take free ones, up to its share: 256 divided by the engines that live.
-- Who was seen later than now, and what is leased for longer than a lease lasts, is from before the clock was
-- set back: it would otherwise be waited for until that hour comes again.
with engines as (
  select greatest(count(*), 1) as n from tracing_worker
  where kind = 'engine' and (name = %(worker)s
    or seen_at > %(now)s - %(patience)s::interval and seen_at <= %(now)s + %(patience)s::interval)
), mine as (
  select shard from tracing_shardlease where worker = %(worker)s and until > %(now)s order by shard
), share as (
  select ceil(256.0 / n)::int as most from engines
), given_up as (
  update tracing_shardlease set worker = null, until = null
  where shard in (select shard from mine offset (select most from share))
  returning shard
), wanted as (
  select shard from tracing_shardlease
  where worker is null or until <= %(now)s or until > %(now)s + 2 * %(patience)s::interval
  order by shard
  limit greatest((select most from share) - (select count(*) from mine), 0)
  for update skip locked
)
update tracing_shardlease set worker = %(worker)s, until = %(until)s
where (shard in (select shard from mine) or shard in (select shard from wanted))
  and shard not in (select shard from given_up)
returning shard

-- name: restored
-- Whether this store was ever brought back from an earlier moment.
select exists (select from tracing_change where subject = 'store' and subject_id = 0 and what = 'restored')

-- name: release_shards
update tracing_shardlease set worker = null, until = null where worker = %(worker)s

-- name: beat
-- A sign of life, and what was done so far.
insert into tracing_worker (name, kind, started_at, seen_at, counts)
values (%(worker)s, %(kind)s, %(now)s, %(now)s, %(counts)s)
on conflict (name) do update set seen_at = excluded.seen_at, counts = excluded.counts

-- name: gone
delete from tracing_worker where name = %(worker)s
