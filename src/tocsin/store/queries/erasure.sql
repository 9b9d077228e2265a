-- What three months do to personal data. up_to: the last day of collection that is due; now: the moment of the
-- run. The statements stand in the order in which they run, in one transaction: what they change is counted.

-- name: lock
-- One erasure at a time.
select pg_try_advisory_lock(7166834201)

-- name: unlock
select pg_advisory_unlock(7166834201)

-- name: pause
-- Engines wait until the rows are erased: none writes a conversation back that has gone meanwhile.
select shard from tracing_shardlease order by shard for update

-- name: people_due
-- How many people were collected on each day until one, of those who are still there.
select collected_on, count(*) from tracing_person
where erased_at is null and collected_on <= %(until)s group by collected_on

-- name: later_people
-- Somebody who was named or tested again since is erased three months after that.
update tracing_person p set collected_on = later.day from (
  select person_id, max(day) as day from (
    select person_id, collected_on as day from tracing_contact where collected_on > %(up_to)s
    union all
    select person_id, (received_at at time zone 'UTC')::date from tracing_case
    where (received_at at time zone 'UTC')::date > %(up_to)s) as seen
  where person_id is not null group by person_id) as later
where p.id = later.person_id and p.collected_on <= %(up_to)s and p.erased_at is null

-- name: later_guardians
-- Who answers for a minor is kept as long as the minor.
update tracing_person p set collected_on = later.day from (
  select guardian_id, max(collected_on) as day from tracing_person
  where collected_on > %(up_to)s and guardian_id is not null group by guardian_id) as later
where p.id = later.guardian_id and p.collected_on <= %(up_to)s and p.erased_at is null

-- name: later_phones
-- A number that somebody still has who is kept, or that was named again since, is kept as long.
update tracing_phone p set collected_on = later.day from (
  select phone_id, max(day) as day from (
    select h.phone_id, w.collected_on as day from tracing_holding h
    join tracing_person w on w.id = h.person_id
    where h.until is null and w.collected_on > %(up_to)s
    union all
    select phone_id, collected_on from tracing_contact where collected_on > %(up_to)s
    union all
    select phone_id, (received_at at time zone 'UTC')::date from tracing_case
    where (received_at at time zone 'UTC')::date > %(up_to)s) as seen
  where phone_id is not null group by phone_id) as later
where p.id = later.phone_id and p.collected_on <= %(up_to)s and p.erased_at is null

-- name: due_tables
create temporary table due_person (id bigint primary key) on commit drop;
create temporary table due_phone (id bigint primary key) on commit drop;
create temporary table due_case (id bigint primary key) on commit drop;
create temporary table due_contact (id bigint primary key) on commit drop;
create temporary table due_line (id bigint primary key) on commit drop;
create temporary table kept_longer (case_id bigint primary key, person_id bigint, phone_id bigint, day date) on commit drop

-- name: longer_cases
-- Cases of a disease whose data are kept longer: until three months (those of the base in force) after this day.
insert into kept_longer
select c.id, c.person_id, c.phone_id, k.day from tracing_case c
join unnest(%(diseases)s::text[], %(longer)s::int[]) as u (disease, longer) on u.disease = c.disease
cross join lateral (
  select ((c.received_at at time zone 'UTC')::date + make_interval(months => u.longer))::date as day) as k
where c.erased_at is null and (c.received_at at time zone 'UTC')::date <= %(up_to)s and k.day > %(up_to)s

-- name: longer_contacts
-- Each is collected again today, or on the last day that its file may be: the keys of its days go as all others do.
update tracing_contact t set collected_on = least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)
from kept_longer k where t.case_id = k.case_id and t.collected_on <= %(up_to)s and t.erased_at is null

-- name: longer_people
update tracing_person p set collected_on = k.day
from (select k.person_id, max(least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)) as day from kept_longer k group by k.person_id) as k
where p.id = k.person_id and p.collected_on <= %(up_to)s and p.erased_at is null

-- name: longer_phones
update tracing_phone f set collected_on = k.day
from (select k.phone_id, max(least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)) as day from kept_longer k group by k.phone_id) as k
where f.id = k.phone_id and f.collected_on <= %(up_to)s and f.erased_at is null

-- name: longer_attempts
update tracing_attempt a set collected_on = least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)
from kept_longer k, tracing_calltask t left join tracing_contact n on n.id = t.contact_id
where t.id = a.task_id and coalesce(t.case_id, n.case_id) = k.case_id and a.collected_on <= %(up_to)s

-- name: longer_messages
update tracing_message m set collected_on = least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)
from kept_longer k where m.phone_id in (
    select k.phone_id union select phone_id from tracing_contact where case_id = k.case_id)
  and (m.case_id = k.case_id or m.contact_id in (select id from tracing_contact where case_id = k.case_id))
  and m.collected_on <= %(up_to)s

-- name: longer_heard
update tracing_heard m set collected_on = least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)
from kept_longer k where m.phone_id in (
    select k.phone_id union select phone_id from tracing_contact where case_id = k.case_id)
  and (m.case_id = k.case_id or m.contact_id in (select id from tracing_contact where case_id = k.case_id))
  and m.collected_on <= %(up_to)s

-- name: longer_gatherings
update tracing_gathering g set collected_on = least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)
from kept_longer k where g.case_id = k.case_id and g.collected_on <= %(up_to)s and g.erased_at is null

-- name: longer_details
update tracing_epidetail e set collected_on = least(k.day, (%(now)s::timestamptz at time zone 'UTC')::date)
from kept_longer k
where (e.case_id = k.case_id or e.contact_id in (select id from tracing_contact where case_id = k.case_id))
  and e.collected_on <= %(up_to)s

-- name: due_person
insert into due_person select id from tracing_person where collected_on <= %(up_to)s and erased_at is null

-- name: due_phone
insert into due_phone select id from tracing_phone where collected_on <= %(up_to)s and erased_at is null

-- name: asked_people
-- Who asked to be erased, with the files that were joined to theirs.
insert into due_person select id from tracing_person
where erased_at is null and (id = any(%(people)s::bigint[]) or merged_into_id = any(%(people)s::bigint[]))
on conflict do nothing

-- name: asked_phones
-- Their numbers, but those that somebody else who is kept has, or is reached on.
insert into due_phone select f.id from tracing_phone f where f.erased_at is null and f.id in (
  select phone_id from tracing_holding where person_id in (select id from due_person)
  union select phone_id from tracing_case where person_id in (select id from due_person)
  union select phone_id from tracing_contact where person_id in (select id from due_person) or id = any(%(contacts)s::bigint[]))
and not exists (select from tracing_holding h join tracing_person p on p.id = h.person_id
  where h.phone_id = f.id and h.until is null and p.erased_at is null and p.id not in (select id from due_person))
and not exists (select from tracing_case c where c.phone_id = f.id and c.erased_at is null
  and c.person_id not in (select id from due_person))
and not exists (select from tracing_contact t where t.phone_id = f.id and t.erased_at is null
  and t.id <> all(%(contacts)s::bigint[]) and (t.person_id is null or t.person_id not in (select id from due_person)))
on conflict do nothing

-- name: asked_contacts
insert into due_contact select id from tracing_contact
where erased_at is null and (person_id in (select id from due_person) or id = any(%(contacts)s::bigint[]))
on conflict do nothing

-- name: asked_strays
delete from tracing_stray s using tracing_phone f where f.id in (select id from due_phone) and s.number_index = f.number_index

-- name: asked_gatherings
-- What they told of an event or a place, unless another case was there.
update tracing_gathering g set sealed = null, label_index = null, on_day = null, erased_at = %(now)s
where erased_at is null and case_id in (select id from due_case) and not exists (
  select from tracing_attendance a where a.gathering_id = g.id and a.case_id not in (select id from due_case))

-- name: asked_clusters
-- The name of a cluster of which nothing else is left.
update tracing_cluster k set sealed = null, erased_at = %(now)s
where erased_at is null and exists (select from tracing_gathering g where g.cluster_id = k.id)
  and not exists (select from tracing_gathering g where g.cluster_id = k.id and g.erased_at is null)

-- name: asked_results
update tracing_result set source_index = null, taken_at = null, place = ''
where source_index is not null and person_id in (select id from due_person)

-- name: lost_people
-- After a backup was restored: people who stand under a key that was destroyed since.
insert into due_person select id from tracing_person
where erased_at is null and substring(sealed from 2 for 4) = any(%(gone)s::bytea[])
on conflict do nothing

-- name: lost_phones
insert into due_phone select id from tracing_phone
where erased_at is null and (substring(sealed from 2 for 4) = any(%(gone)s::bytea[])
  or substring(thread from 2 for 4) = any(%(gone)s::bytea[]))
on conflict do nothing

-- name: due_case
insert into due_case select id from tracing_case
where erased_at is null and ((received_at at time zone 'UTC')::date <= %(up_to)s and id not in (select case_id from kept_longer)
  or person_id in (select id from due_person))

-- name: due_contact
insert into due_contact select id from tracing_contact where collected_on <= %(up_to)s and erased_at is null

-- name: due_line
-- Phones on which something was said with somebody who is due, even if the number itself is kept.
insert into due_line
select id from due_phone
union select phone_id from tracing_case where phone_id is not null and id in (select id from due_case)
union select phone_id from tracing_contact where phone_id is not null and id in (select id from due_contact)
union select phone_id from tracing_holding where person_id in (select id from due_person)

-- name: due_analyze
analyze due_person, due_phone, due_case, due_contact, due_line

-- name: keep_cases
-- Counts of cases that go, by the day on which their result came in.
insert into tracing_daycount (day, measure, disease, territory, age_band, value)
select (c.received_at at time zone 'Europe/Paris')::date, m.measure, c.disease, p.territory, p.age_band, count(*)
from tracing_case c join due_case d on d.id = c.id join tracing_person p on p.id = c.person_id
cross join lateral (values
  ('cases', true), ('submitted_24h', c.submitted_at <= c.deadline),
  ('delivered_24h', c.delivered_at <= c.deadline), ('answered_24h', c.answered_at <= c.deadline),
  ('reached_24h', c.reached_at <= c.deadline)
) as m (measure, holds)
where m.holds and c.outcome <> 'void'
group by 1, 2, 3, 4, 5
on conflict (day, measure, disease, territory, age_band)
do update set value = tracing_daycount.value + excluded.value

-- name: keep_contacts
-- Counts of contacts that go, by the day on which they were named.
insert into tracing_daycount (day, measure, disease, territory, age_band, value)
select (t.named_at at time zone 'Europe/Paris')::date, m.measure, c.disease,
       coalesce(p.territory, ''), coalesce(p.age_band, ''), count(*)
from tracing_contact t join due_contact d on d.id = t.id join tracing_case c on c.id = t.case_id
left join tracing_person p on p.id = t.person_id
cross join lateral (values
  ('contacts', true), ('contacts_submitted', t.submitted_at <= t.deadline),
  ('contacts_answered', t.answered_at <= t.deadline),
  ('contacts_reached', t.reached_at <= t.deadline)
) as m (measure, holds)
where m.holds and c.outcome <> 'void'
group by 1, 2, 3, 4, 5
on conflict (day, measure, disease, territory, age_band)
do update set value = tracing_daycount.value + excluded.value

-- name: tell_cases
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'case', id, 'outcome', outcome, 'erased', %(why)s, %(now)s, %(by)s
from tracing_case where closed_at is null and id in (select id from due_case)

-- name: tell_contacts
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'contact', id, 'outcome', outcome, 'erased', %(why)s, %(now)s, %(by)s
from tracing_contact where closed_at is null and id in (select id from due_contact)

-- name: calls
update tracing_calltask set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
where done_at is null and (case_id in (select id from due_case)
  or contact_id in (select id from due_contact) or phone_id in (select id from due_phone))

-- name: attempts
update tracing_attempt a set sealed = null from tracing_calltask t
where t.id = a.task_id and a.sealed is not null and (a.collected_on <= %(up_to)s
  or t.case_id in (select id from due_case) or t.contact_id in (select id from due_contact))

-- name: drafts
delete from tracing_calldraft d using tracing_calltask t
where t.id = d.task_id and (d.collected_on <= %(up_to)s
  or t.case_id in (select id from due_case) or t.contact_id in (select id from due_contact))

-- name: epidemiological_details
delete from tracing_epidetail where collected_on <= %(up_to)s
  or case_id in (select id from due_case) or contact_id in (select id from due_contact)

-- name: follow_up_days
delete from tracing_followupday
where case_id in (select id from due_case) or contact_id in (select id from due_contact)

-- name: forget
-- What serves the follow-up only, of files that were closed so long ago.
update tracing_epidetail e set {column} = null
from (
  select e.id from tracing_epidetail e
  left join tracing_case c on c.id = e.case_id left join tracing_contact t on t.id = e.contact_id
  where e.{column} is not null and coalesce(c.closed_at, t.closed_at) < %(before)s) as over
where e.id = over.id

-- name: outbox
delete from tracing_outbox o using tracing_message m
where m.id = o.message_id and (m.phone_id in (select id from due_phone)
  or m.case_id in (select id from due_case) or m.contact_id in (select id from due_contact))

-- name: messages
-- The register still knows the code; the hash of a text with a name in it could be guessed, so it goes too.
update tracing_message set sealed = null, recipient = '', text_hash = ''
where collected_on <= %(up_to)s and text_hash <> ''

-- name: later_messages
update tracing_message set sealed = null, recipient = '', text_hash = ''
where phone_id in (select id from due_line) and text_hash <> '' and (phone_id in (select id from due_phone)
  or case_id in (select id from due_case) or contact_id in (select id from due_contact))

-- name: heard
delete from tracing_heard where collected_on <= %(up_to)s

-- name: later_heard
delete from tracing_heard
where phone_id in (select id from due_line) and (phone_id in (select id from due_phone)
  or case_id in (select id from due_case) or contact_id in (select id from due_contact))

-- name: inbox
delete from tracing_inbox where collected_on <= %(up_to)s or phone_id in (select id from due_phone)

-- name: strays
delete from tracing_stray where collected_on <= %(up_to)s

-- name: quarantine
delete from tracing_quarantine where collected_on <= %(up_to)s

-- name: letters
delete from tracing_reportletter where collected_on <= %(up_to)s

-- name: timers
delete from tracing_timer where phone_id in (select id from due_phone)

-- name: threads
-- Conversations on phones that are kept, with somebody who is due.
select id, shard, int8send(id) || thread, collected_on from tracing_phone
where id > %(after)s and thread is not null and id in (select id from due_line)
  and id not in (select id from due_phone)
order by id limit %(limit)s

-- name: ended
-- Of these sessions those whose case or contact is due.
select 'case-' || id from due_case where id = any(%(cases)s)
union all select 'follow-' || id from due_case where id = any(%(cases)s)
union all select 'contact-' || id from due_contact where id = any(%(contacts)s)

-- name: timer_off
delete from tracing_timer where phone_id = any(%(phones)s)

-- name: timer_on
insert into tracing_timer (phone_id, shard, due)
select * from unnest(%(phones)s::bigint[], %(shards)s::smallint[], %(dues)s::timestamptz[])

-- name: holdings
update tracing_holding set until = %(now)s
where until is null and (person_id in (select id from due_person) or phone_id in (select id from due_phone))

-- name: gatherings
update tracing_gathering set sealed = null, label_index = null, on_day = null, erased_at = %(now)s
where erased_at is null and collected_on <= %(up_to)s

-- name: clusters
update tracing_cluster set sealed = null, erased_at = %(now)s where erased_at is null and collected_on <= %(up_to)s

-- name: results
update tracing_result set source_index = null, taken_at = null, place = ''
where source_index is not null and (received_at at time zone 'UTC')::date <= %(up_to)s
  and (case_id is null or case_id not in (select case_id from kept_longer))

-- name: files
update tracing_intakefile set name = '' where name <> '' and (began_at at time zone 'UTC')::date <= %(up_to)s

-- name: parts
delete from tracing_part where (at at time zone 'UTC')::date <= %(up_to)s

-- name: receipts
delete from tracing_earlyreceipt where (at at time zone 'UTC')::date <= %(up_to)s

-- name: unconfirmed
-- They live for minutes; where a gateway was taken away for good, this is their end.
delete from tracing_unconfirmed where (at at time zone 'UTC')::date <= %(up_to)s

-- name: contacts
-- The number of the row stands in for the index, which may not be empty twice for one case.
update tracing_contact set sealed = null, name_index = int8send(id), last_contact = null, household = null,
  tested_on = null, isolation_end = null, erased_at = %(now)s,
  outcome = case when closed_at is null then 'erased' else outcome end, closed_at = coalesce(closed_at, %(now)s)
where id in (select id from due_contact)

-- name: cases
update tracing_case set sample_on = null, onset_on = null, isolation_end = null, consent = false, erased_at = %(now)s,
  outcome = case when closed_at is null then 'erased' else outcome end, closed_at = coalesce(closed_at, %(now)s)
where id in (select id from due_case)

-- name: people
update tracing_person set sealed = null, identity_index = null, name_index = null, guardian_id = null, interpreter = '',
  erased_at = %(now)s
where id in (select id from due_person)

-- name: phones
update tracing_phone set sealed = null, number_index = null, thread = null, erased_at = %(now)s
where id in (select id from due_phone)

-- name: begin
insert into tracing_erasure (at, up_to, counts, keys, asked, statement, signature, by)
values (%(now)s, %(up_to)s, %(counts)s, %(keys)s, %(asked)s, '', '', %(by)s) returning id

-- name: unfinished
-- An erasure whose rows are gone, and whose keys may still be there.
select id, at, up_to, counts, keys, by, asked from tracing_erasure where signature = '' order by id limit 1

-- name: finish
update tracing_erasure set counts = %(counts)s, statement = %(statement)s, signature = %(signature)s
where id = %(id)s

-- name: statements
select id, at, up_to, counts, keys, statement, signature, by, asked from tracing_erasure order by id

-- name: last
select statement, signature from tracing_erasure where signature <> '' order by id desc limit 1

-- name: kept_under
-- Values of rows that are kept, under keys that go.
select count(*) from {table}
where substring({column} from 2 for 4) = any(%(keys)s) and collected_on > %(up_to)s

-- name: reports
-- Reports that are kept no longer; the counts by day stay.
delete from tracing_report where reported_on <= %(up_to)s

-- name: campaigns
-- Campaigns of which nothing was reported for so long; what belongs to them goes with them.
with ended as (
  select c.id from tracing_campaign c
  where c.began_at < %(before)s and not exists (
    select 1 from tracing_campaigntext t where t.campaign_id = c.id and (
      exists (select 1 from tracing_report r where r.variant_id = t.id)
      or exists (select 1 from tracing_campaignday d where d.variant_id = t.id and d.day > %(up_to)s)))
), steps as (
  delete from tracing_campaignstep where campaign_id in (select id from ended)
), unsaid as (
  update tracing_campaignstep set other_id = null where other_id in (select id from ended) and campaign_id not in (select id from ended)
), apart as (
  delete from tracing_campaignapart where one_id in (select id from ended) or other_id in (select id from ended)
), abuse as (
  delete from tracing_abusereport where campaign_id in (select id from ended)
), days as (
  delete from tracing_campaignday where variant_id in (select id from tracing_campaigntext where campaign_id in (select id from ended))
), texts as (
  delete from tracing_campaigntext where campaign_id in (select id from ended)
), led as (
  update tracing_campaign set became_id = null where became_id in (select id from ended) and id not in (select id from ended)
)
delete from tracing_campaign where id in (select id from ended)
