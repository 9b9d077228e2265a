-- name: mine
-- The task that an agent has already: it is renewed, and given again.
update tracing_calltask set leased_at = %(now)s, leased_until = %(until)s
where id = (
  select id from tracing_calltask
  where done_at is null and leased_by = %(agent)s and leased_until > %(now)s
  order by urgent desc, deadline, id limit 1 for update skip locked)
returning id

-- name: take
-- The next task for an agent among those that are urgent, or are not, and whose deadline is after a moment: the
-- earliest deadline, among those whose time has come,
-- whom nobody has, and whose own clock says that they may be rung (not asked where it is urgent). A lease is as long
-- as its holder's, whoever asks; longest: of one that does not say since when it runs. One that ends later than two of
-- its length from now is from before the clock was set back. territories: null for everywhere; somebody of whom none
-- is known is everybody's. What was set aside since a moment is stepped over.
update tracing_calltask set leased_by = %(agent)s, leased_at = %(now)s, leased_until = %(until)s, set_aside_at = null
where id = (
  select k.id from tracing_calltask k left join tracing_phone f on f.id = k.phone_id
  where k.done_at is null and k.not_before <= %(now)s
    and (k.leased_until is null or k.leased_until <= %(now)s
      or k.leased_until - %(now)s::timestamptz
         > 2 * coalesce(k.leased_until - k.leased_at, %(longest)s::interval))
    and (k.set_aside_at is null or k.set_aside_at <= %(aside_before)s)
    and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))
    and k.urgent = %(urgent)s::boolean and k.deadline > %(due_after)s::timestamptz
    and (k.urgent or extract(hour from %(now)s::timestamptz at time zone coalesce(f.zone, 'Europe/Paris'))
         between %(morning)s and %(evening)s - 1)
  order by k.urgent desc, k.deadline, k.id limit 1 for update of k skip locked)
returning id

-- name: take_announced
-- The next of the calls that were announced for now, as ``take`` has it.
update tracing_calltask set leased_by = %(agent)s, leased_at = %(now)s, leased_until = %(until)s, set_aside_at = null
where id = (
  select k.id from tracing_callannouncement a join tracing_calltask k on k.id = a.task_id
  left join tracing_phone f on f.id = k.phone_id
  where a.outcome = '' and a.begins_at <= %(now)s and a.ends_at > %(now)s and k.done_at is null
    and k.not_before <= %(now)s
    and (k.leased_until is null or k.leased_until <= %(now)s
      or k.leased_until - %(now)s::timestamptz
         > 2 * coalesce(k.leased_until - k.leased_at, %(longest)s::interval))
    and (k.set_aside_at is null or k.set_aside_at <= %(aside_before)s)
    and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))
    and extract(hour from %(now)s::timestamptz at time zone coalesce(f.zone, 'Europe/Paris'))
        between %(morning)s and %(evening)s - 1
  order by a.ends_at, k.deadline, k.id limit 1 for update of k skip locked)
returning id

-- name: take_task
-- One task that an agent names: theirs, unless somebody else has it. Its hour is not asked, nor the person's.
update tracing_calltask set leased_by = %(agent)s, leased_at = %(now)s, leased_until = %(until)s, set_aside_at = null
where id = %(task)s and done_at is null
  and (leased_by is null or leased_by = %(agent)s or leased_until <= %(now)s)
returning id

-- name: take_again
-- A task that an agent had and that went back: theirs again, where nobody has it and they may still ring there.
update tracing_calltask k set leased_by = %(agent)s, leased_at = %(now)s, leased_until = %(until)s
where k.id = %(task)s and k.done_at is null and (k.leased_by is null or k.leased_until <= %(now)s)
  and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))
  and exists (select 1 from tracing_spokencode s where s.task_id = k.id and s.agent = %(agent)s)
returning k.id

-- name: who_is_served
-- The file in which somebody is served: of a contact, the naming that speaks for it, or the case it became.
select own.id as case_id,
  case when own.id is null then r.id end as contact_id,
  coalesce(own.phone_id, r.phone_id) as phone_id, coalesce(own.deadline, r.deadline) as deadline,
  coalesce(p.territory, '') as territory
from (values (%(case)s::bigint, %(contact)s::bigint)) as asked (case_id, contact_id)
left join tracing_contact t on t.id = asked.contact_id
left join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
left join tracing_case own on own.id = coalesce(asked.case_id, r.became_case_id, t.became_case_id)
left join tracing_case c on c.id = coalesce(own.id, r.case_id)
left join tracing_person p on p.id = c.person_id
where coalesce(own.id, r.id) is not null and coalesce(own.erased_at, r.erased_at) is null

-- name: open_call
select id, reason from tracing_calltask
where done_at is null and case_id is not distinct from %(case)s::bigint
  and contact_id is not distinct from %(contact)s::bigint for update

-- name: open_rang_back
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
  deadline, attempts, outcome)
values (%(case)s, %(contact)s, %(phone)s, %(territory)s, %(reason)s, false, %(now)s, %(now)s, %(deadline)s, 0, '')
on conflict (case_id, contact_id) where done_at is null do nothing
returning id, reason

-- name: reopen_case
-- Closed because nobody was reached: they ring, and are followed like everybody else.
update tracing_case set closed_at = null, outcome = '' where id = %(id)s and outcome = 'not_reached'

-- name: reopen_contact
update tracing_contact set closed_at = null, outcome = '' where id = %(id)s and outcome = 'not_reached'

-- name: order
-- The order that was chosen last.
select hours, at, by from tracing_callorder order by id desc limit 1

-- name: choose_order
insert into tracing_callorder (hours, at, by) values (%(hours)s, %(now)s, %(by)s)

-- name: set_aside
-- The person of a call that an agent has cannot be opened: it is nobody's again, and stepped over for a while.
update tracing_calltask set set_aside_at = %(now)s, leased_by = null, leased_until = null
where id = %(task)s and done_at is null and leased_by = %(agent)s
returning id

-- name: aside
-- What is set aside. territories: as ``take`` has them.
select id, case_id, contact_id, territory, deadline, set_aside_at from tracing_calltask k
where k.set_aside_at is not null and k.done_at is null
  and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))
order by k.deadline, k.id limit %(limit)s

-- name: give_back_aside
-- What is set aside is given to agents again.
update tracing_calltask set set_aside_at = null where set_aside_at is not null and done_at is null

-- name: count_aside
select count(*) from tracing_calltask k
where k.set_aside_at is not null and k.done_at is null
  and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))

-- name: free
-- Give a task back before its lease ends.
update tracing_calltask set leased_by = null, leased_until = null
where id = %(task)s and done_at is null and leased_by = %(agent)s
returning id

-- name: free_all
-- Give back whatever an agent has: they leave.
update tracing_calltask set leased_by = null, leased_until = null
where done_at is null and leased_by = %(agent)s and leased_until > %(now)s
returning id

-- name: held_by
select id from tracing_calltask
where done_at is null and leased_by = %(agent)s and leased_until > %(now)s
order by urgent desc, deadline, id limit 1

-- name: deadline
select k.deadline, coalesce(f.zone, 'Europe/Paris') as zone
from tracing_calltask k left join tracing_phone f on f.id = k.phone_id where k.id = %(task)s

-- name: renew
-- An agent still has a task: for longer. No row once somebody else has it, or it is done.
update tracing_calltask set leased_at = %(now)s, leased_until = %(until)s
where id = %(task)s and done_at is null and leased_by = %(agent)s
returning id

-- name: file
-- The file of a case or of a contact, as ``held`` has it for a call.
select 'file-' || f.subject || '-' || f.id as id, f.case_id, f.contact_id, f.file_id, f.phone_id, f.person_id, '' as reason,
  c.disease, c.sample_on, c.resulted_at, c.onset_on, h.kind, h.shard, coalesce(h.zone, 'Europe/Paris') as zone,
  coalesce(s.territory, '') as case_territory, own.zone as case_zone, int8send(p.id) || p.sealed as person,
  p.collected_on as person_collected_on,
  f.contact, f.collected_on, f.erased_at, f.closed_at, f.answered_at
from (
  select 'case' as subject, id, id as case_id, null::bigint as contact_id, id as file_id, phone_id, person_id,
    null::bytea as contact, null::date as collected_on, erased_at, closed_at, answered_at
  from tracing_case where %(subject)s = 'case' and id = %(id)s
  union all
  select 'contact', id, null, id, case_id, phone_id, person_id, int8send(id) || sealed, collected_on, erased_at, closed_at, answered_at
  from tracing_contact where %(subject)s = 'contact' and id = %(id)s) as f
join tracing_case c on c.id = f.file_id join tracing_person s on s.id = c.person_id
left join tracing_phone own on own.id = c.phone_id
left join tracing_person p on p.id = f.person_id left join tracing_phone h on h.id = f.phone_id

-- name: last_call
-- The last call to somebody whose outcome stands.
select a.id, a.outcome, a.at, a.agent from tracing_attempt a join tracing_calltask k on k.id = a.task_id
where a.undone_at is null and a.before is not null
  and (%(subject)s = 'case' and k.case_id = %(id)s and k.contact_id is null
    or %(subject)s = 'contact' and k.contact_id = %(id)s)
order by a.id desc limit 1

-- name: identity_taken
select territory from tracing_person where identity_index = any(%(identities)s::bytea[]) and id <> %(person)s

-- name: rename_person
update tracing_person set sealed = %(sealed)s, identity_index = %(identity)s, name_index = %(name)s
where id = %(id)s and erased_at is null

-- name: rename_contact
update tracing_contact set sealed = %(sealed)s, name_index = %(name)s where id = %(id)s and erased_at is null

-- name: ring_on
-- Somebody who is to be rung is rung on another phone.
update tracing_calltask set phone_id = %(phone)s, not_before = least(not_before, %(now)s), attempts = 0,
  reason = case when reason in ('no_phone', 'no_mobile', 'foreign', 'wrong_person') then %(reason)s else reason end
where done_at is null and (%(subject)s = 'case' and case_id = %(id)s and contact_id is null
  or %(subject)s = 'contact' and contact_id = %(id)s)

-- name: ring_anew
-- Somebody is to be rung whom nobody rings yet.
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
  deadline, attempts, outcome)
select case when %(subject)s = 'case' then c.id end, t.id, %(phone)s, coalesce(p.territory, ''), %(reason)s, false, %(now)s,
  %(now)s, case when coalesce(t.deadline, c.deadline) > %(now)s then coalesce(t.deadline, c.deadline)
           else %(now)s::timestamptz + interval '24 hours' end, 0, ''
from tracing_case c left join tracing_contact t on %(subject)s = 'contact' and t.id = %(id)s
join tracing_person p on p.id = c.person_id
where c.id = case when %(subject)s = 'case' then %(id)s else t.case_id end
on conflict (case_id, contact_id) where done_at is null do nothing

-- name: shown
-- Whether an agent has seen the number, and whether the person rang: since the agent was given this call.
select coalesce(bool_or(h.what = 'number_shown'), false) as seen, coalesce(bool_or(h.what = 'rang_in'), false) as rang_in
from tracing_change h
where (h.subject = %(subject)s and h.subject_id = %(id)s and h.what = 'number_shown'
    or h.subject = 'call' and h.subject_id = %(task)s and h.what = 'rang_in')
  and h.by = %(agent)s
  and h.at >= (select max(given_at) from tracing_spokencode where task_id = %(task)s and agent = %(agent)s)

-- name: held
-- One task, locked, with the file and the phone that it is about.
select k.id, k.case_id, k.contact_id, k.phone_id, k.reason, k.deadline, k.leased_by, k.leased_until, k.attempts,
  k.done_at, k.outcome, coalesce(k.case_id, t.case_id) as file_id, coalesce(t.person_id, c.person_id) as person_id,
  f.kind, f.shard, coalesce(f.zone, 'Europe/Paris') as zone, c.disease, c.sample_on, c.resulted_at,
  coalesce(t.answered_at, case when k.contact_id is null then c.answered_at end) as answered_at,
  ill.territory as case_territory, own.zone as case_zone,
  exists (select 1 from tracing_change h
          where h.subject = 'call' and h.subject_id = k.id and h.what = 'rang_in' and h.by = k.leased_by
            and h.at >= (select max(s.given_at) from tracing_spokencode s
                         where s.task_id = k.id and s.agent = k.leased_by)) as rang_in
from tracing_calltask k
left join tracing_contact t on t.id = k.contact_id
left join tracing_case c on c.id = coalesce(k.case_id, t.case_id)
left join tracing_person ill on ill.id = c.person_id
left join tracing_phone own on own.id = c.phone_id
left join tracing_phone f on f.id = k.phone_id
where k.id = %(task)s
for update of k

-- name: attempt
-- What came of a call. Where nobody says how long it took: since the agent took it, which is when the code that they
-- say was given. A call that is written down later, without one, has no length.
insert into tracing_attempt (id, task_id, agent, at, seconds, outcome, sealed, collected_on, identity_confirmed,
  instructions_given, before, incoming)
values (coalesce(%(id)s::bigint, nextval(pg_get_serial_sequence('tracing_attempt', 'id'))), %(task)s::bigint,
  %(agent)s::text, %(now)s::timestamptz,
  coalesce(%(seconds)s::int, (
    select extract(epoch from %(now)s::timestamptz - max(given_at))::int from tracing_spokencode
    where task_id = %(task)s and agent = %(agent)s::text and ended_at is null and given_at <= %(now)s)),
  %(outcome)s, %(sealed)s, %(today)s, %(identity)s, %(instructions)s, %(stood)s::jsonb, %(incoming)s)

-- name: before
-- How a task, its file and the holding of its phone stand before a call is written down: to be taken back to.
select jsonb_build_object(
  'task', (select jsonb_build_object('done_at', done_at, 'outcome', outcome, 'attempts', attempts, 'reason', reason,
             'phone_id', phone_id, 'not_before', not_before) from tracing_calltask where id = %(task)s),
  'file', coalesce(
    (select jsonb_build_object('answered_at', answered_at, 'reached_at', reached_at, 'listed_at', listed_at,
       'closed_at', closed_at, 'outcome', outcome, 'phone_id', phone_id)
     from tracing_case where id = %(case)s::bigint and %(contact)s::bigint is null),
    (select jsonb_build_object('answered_at', answered_at, 'reached_at', reached_at, 'closed_at', closed_at,
       'outcome', outcome, 'phone_id', phone_id) from tracing_contact where id = %(contact)s::bigint)))::text as before

-- name: ask_for_help
-- The call is done; another, about help, for the same person, unless one is open.
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
  deadline, attempts, outcome)
select case_id, contact_id, phone_id, territory, %(reason)s, false, %(now)s, %(now)s, %(due)s, 0, ''
from tracing_calltask where id = %(task)s and done_at is not null
on conflict (case_id, contact_id) where done_at is null do nothing

-- name: last_attempt
-- What an agent wrote down last, since a moment, and nobody has taken back.
select a.id, a.task_id, a.outcome, a.at, k.not_before, k.done_at, k.deadline, coalesce(f.zone, 'Europe/Paris') as zone
from tracing_attempt a join tracing_calltask k on k.id = a.task_id left join tracing_phone f on f.id = k.phone_id
where a.agent = %(agent)s and a.at > %(since)s and a.at <= %(now)s and a.undone_at is null
order by a.at desc, a.id desc limit 1

-- name: attempt_held
-- One call that was made, with its task, locked.
select a.id, a.task_id, a.agent, a.at, a.outcome, a.before, a.undone_at, c.id as file_id, k.case_id, k.contact_id, k.phone_id, k.reason,
  k.leased_by, coalesce(t.person_id, c.person_id) as person_id, coalesce(t.erased_at, c.erased_at) as erased_at,
  p.territory
from tracing_attempt a join tracing_calltask k on k.id = a.task_id
left join tracing_contact t on t.id = k.contact_id
left join tracing_case c on c.id = coalesce(k.case_id, t.case_id)
left join tracing_person p on p.id = c.person_id
where a.id = %(attempt)s for update of a, k

-- name: later_attempts
-- Calls made to the same person since, that stand.
select 1 from tracing_attempt a join tracing_calltask k on k.id = a.task_id
where k.case_id is not distinct from %(case)s::bigint and k.contact_id is not distinct from %(contact)s::bigint
  and a.id > %(attempt)s and a.undone_at is null limit 1

-- name: undo_attempt
update tracing_attempt set undone_at = %(now)s, undone_by = %(by)s where id = %(attempt)s

-- name: drop_events
-- What an outcome told an engine that has not read it yet.
delete from tracing_inbox where key = any(%(keys)s::text[])

-- name: end_asked
-- The calls that the outcome opened, and nobody has.
update tracing_calltask set done_at = %(now)s, outcome = 'void'
where case_id is not distinct from %(case)s::bigint and contact_id is not distinct from %(contact)s::bigint
  and done_at is null and id <> %(task)s and created_at = %(at)s
  and (leased_until is null or leased_until <= %(now)s)

-- name: open_beside
-- Another open call to the same person.
select 1 from tracing_calltask where case_id is not distinct from %(case)s::bigint
  and contact_id is not distinct from %(contact)s::bigint and done_at is null and id <> %(task)s limit 1

-- name: restore_task
-- As it stood before, in the hands of whoever takes it back; agent: null for nobody's.
update tracing_calltask k set done_at = b.done_at, outcome = b.outcome, attempts = b.attempts, reason = b.reason,
  phone_id = b.phone_id, not_before = least(b.not_before, %(now)s), leased_at = %(now)s,
  leased_by = case when b.done_at is null then %(agent)s end,
  leased_until = case when b.done_at is null then %(until)s::timestamptz end
from jsonb_to_record(%(stood)s::jsonb) as b (done_at timestamptz, outcome text, attempts smallint, reason text,
  phone_id bigint, not_before timestamptz)
where k.id = %(task)s

-- name: restore_case
update tracing_case c set answered_at = b.answered_at, reached_at = b.reached_at, listed_at = b.listed_at,
  closed_at = b.closed_at, outcome = b.outcome, phone_id = b.phone_id
from jsonb_to_record(%(stood)s::jsonb) as b (answered_at timestamptz, reached_at timestamptz, listed_at timestamptz,
  closed_at timestamptz, outcome text, phone_id bigint)
where c.id = %(id)s

-- name: restore_contact
update tracing_contact t set answered_at = b.answered_at, reached_at = b.reached_at, closed_at = b.closed_at,
  outcome = b.outcome, phone_id = b.phone_id
from jsonb_to_record(%(stood)s::jsonb) as b (answered_at timestamptz, reached_at timestamptz, closed_at timestamptz,
  outcome text, phone_id bigint)
where t.id = %(id)s

-- name: hold_again
-- A number that was taken off its person is theirs again.
update tracing_holding set until = null where person_id = %(person)s and phone_id = %(phone)s and until = %(at)s


-- name: keep_draft
insert into tracing_calldraft (id, task_id, agent, at, sealed, collected_on)
values (%(id)s, %(task)s, %(agent)s, %(now)s, %(sealed)s, %(today)s)
on conflict (task_id) do update set id = excluded.id, agent = excluded.agent, at = excluded.at, sealed = excluded.sealed,
  collected_on = excluded.collected_on

-- name: draft
select agent, at, int8send(id) || sealed as sealed from tracing_calldraft where task_id = %(task)s

-- name: drop_draft
delete from tracing_calldraft where task_id = %(task)s

-- name: done
update tracing_calltask set done_at = %(now)s, outcome = %(outcome)s, attempts = %(attempts)s,
  leased_by = null, leased_until = null
where id = %(task)s and done_at is null

-- name: again
update tracing_calltask set not_before = %(at)s, attempts = %(attempts)s, leased_by = null, leased_until = null
where id = %(task)s and done_at is null

-- name: elsewhere
-- The same person on another phone, at once; or with none, for somebody to look for one.
update tracing_calltask set phone_id = %(phone)s, reason = %(reason)s, attempts = %(attempts)s,
  not_before = %(now)s, leased_by = null, leased_until = null
where id = %(task)s and done_at is null

-- name: answered_case
update tracing_case set answered_at = coalesce(answered_at, %(now)s),
  reached_at = case when %(reached)s then coalesce(reached_at, %(now)s) else reached_at end,
  listed_at = case when %(listed)s then coalesce(listed_at, %(now)s) else listed_at end
where id = %(id)s

-- name: answered_contact
update tracing_contact set answered_at = coalesce(answered_at, %(now)s),
  reached_at = case when %(reached)s then coalesce(reached_at, %(now)s) else reached_at end
where id = %(id)s

-- name: unreached_case
-- Somebody else has the number: whoever confirmed by SMS to be the person was not.
update tracing_case set reached_at = null where id = %(id)s

-- name: unreached_contact
update tracing_contact set reached_at = null where id = %(id)s

-- name: close_case
update tracing_case set closed_at = %(now)s, outcome = %(outcome)s where id = %(id)s and closed_at is null

-- name: close_contact
update tracing_contact set closed_at = %(now)s, outcome = %(outcome)s where id = %(id)s and closed_at is null

-- name: case_facts
update tracing_case set onset_on = coalesce(%(onset_on)s, onset_on),
  isolation_end = coalesce(%(isolation_end)s, isolation_end)
where id = %(id)s

-- name: at_home
-- The conversations of contacts who live with a case: their days may count from its first day of symptoms.
select t.id, f.id as phone_id, f.shard from tracing_contact t join tracing_phone f on f.id = t.phone_id
where t.case_id = %(case)s and t.household and t.same_as_id is null and t.closed_at is null and f.kind = 'mobile'
order by t.id

-- name: contact_facts
update tracing_contact set last_contact = coalesce(%(last_contact)s, last_contact),
  household = coalesce(%(household)s, household), tested_on = coalesce(%(tested_on)s, tested_on)
where id = %(id)s

-- name: person_lang
update tracing_person set lang = %(lang)s where id = %(id)s

-- name: person_interpreter
update tracing_person set interpreter = %(language)s where id = %(id)s

-- name: end_holding
-- The number has changed hands: the person does not hold it any more.
update tracing_holding set until = %(now)s
where person_id = %(person)s and phone_id = %(phone)s and until is null

-- name: wrong_before
-- Whether somebody else answered on this phone when this person was rung, and that was not taken back since.
select 1 from tracing_change
where subject = 'phone' and subject_id = %(phone)s and what = 'holding' and why = 'wrong_person'
  and before = %(person)s::text and not exists (
    select 1 from tracing_change later where later.subject = 'phone' and later.subject_id = %(phone)s
      and later.what = 'holding' and later.why = 'taken_back' and later.after = %(person)s::text
      and later.id > tracing_change.id)
limit 1

-- name: other_phone
-- Another phone of the person, the last that was known.
select h.phone_id from tracing_holding h join tracing_phone f on f.id = h.phone_id
where h.person_id = %(person)s and h.phone_id <> %(phone)s and h.until is null and f.sealed is not null
order by h.since desc, h.id desc limit 1

-- name: move_case
update tracing_case set phone_id = %(phone)s where id = %(id)s

-- name: move_contact
update tracing_contact set phone_id = %(phone)s where id = %(id)s

-- name: hold
insert into tracing_holding (person_id, phone_id, since, why) values (%(person)s, %(phone)s, %(now)s, 'agent')
on conflict (person_id, phone_id) where until is null do nothing

-- name: task_phone
update tracing_calltask set phone_id = %(phone)s where id = %(task)s

-- name: keep
update tracing_calltask set leased_by = %(agent)s, leased_at = %(now)s, leased_until = %(until)s where id = %(task)s

-- name: change
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
values (%(subject)s, %(id)s, %(what)s, %(before)s, %(after)s, %(why)s, %(now)s, %(by)s)

-- name: count_open
select count(*) as open, count(*) filter (where deadline <= %(now)s) as late,
  count(*) filter (where leased_until > %(now)s) as held, count(*) filter (where set_aside_at is not null) as aside
from tracing_calltask k
where k.done_at is null and (%(territories)s::text[] is null or k.territory = '' or k.territory = any(%(territories)s))

-- name: sheet
select k.id as task_id, k.case_id, k.contact_id, k.phone_id, k.reason, k.urgent, k.deadline, k.leased_until,
  k.leased_by, k.territory, coalesce(k.case_id, t.case_id) as file_id, c.disease, c.sample_on, c.onset_on, c.resulted_at,
  c.listed_at, coalesce(t.answered_at, case when k.contact_id is null then c.answered_at end) as answered_at,
  int8send(t.id) || t.sealed as contact, t.last_contact, t.household, t.named_at, int8send(p.id) || p.sealed as person, coalesce(p.lang, 'fr') as lang,
  coalesce(p.interpreter, '') as interpreter, coalesce(p.died, false) as died,
  int8send(g.id) || g.sealed as guardian, int8send(f.id) || f.sealed as number, f.kind, coalesce(f.zone, 'Europe/Paris') as zone,
  case when t.id is not null and t.phone_id is null and k.phone_id = c.phone_id then int8send(ill.id) || ill.sealed end as parent,
  case when k.phone_id is null and t.id is not null then int8send(ill.id) || ill.sealed end as namer,
  case when k.phone_id is null and t.id is not null then int8send(own.id) || own.sealed end as namer_number,
  f.thread is not null as texted, coalesce(t.outcome, c.outcome) as outcome, ill.territory as case_territory, own.zone as case_zone
from tracing_calltask k
left join tracing_contact t on t.id = k.contact_id
left join tracing_case c on c.id = coalesce(k.case_id, t.case_id)
left join tracing_person p on p.id = coalesce(t.person_id, c.person_id)
left join tracing_person g on g.id = p.guardian_id
left join tracing_person ill on ill.id = c.person_id
left join tracing_phone own on own.id = c.phone_id
left join tracing_phone f on f.id = k.phone_id
where k.id = %(task)s

-- name: children
-- Children of a case without a number of their own, of whom their parent was not told yet: their calls, but those
-- in another agent's hands. agent: null for all of them.
select k.id as task_id, t.id, int8send(t.id) || t.sealed as sealed
from tracing_contact t join tracing_calltask k on k.contact_id = t.id
where t.case_id = %(case)s and t.phone_id is null and t.closed_at is null and k.reason = 'minor' and k.done_at is null
  and t.id is distinct from %(contact)s::bigint
  and (k.leased_by is null or k.leased_by = %(agent)s or k.leased_until <= %(now)s)
order by t.id

-- name: untell_children
-- A call is taken back in which a parent was told for children: they are to be told again.
with told as (
  select subject_id as contact_id from tracing_change
  where subject = 'contact' and what = 'parent_told' and after = %(task)s::text and at = %(at)s
    and subject_id = any(array(select id from tracing_contact where case_id = %(case)s))
), again as (
  update tracing_calltask k set done_at = null, outcome = '' from told
  where k.contact_id = told.contact_id and k.reason = 'minor' and k.done_at = %(at)s
)
update tracing_contact t set answered_at = null, reached_at = null, closed_at = null, outcome = ''
from told where t.id = told.contact_id and t.closed_at = %(at)s

-- name: attempts
-- Of a case, or of a contact: the other is null.
select a.at, a.outcome, a.agent, int8send(a.id) || a.sealed as sealed, a.incoming from tracing_attempt a join tracing_calltask k on k.id = a.task_id
where k.case_id = %(case)s::bigint and k.contact_id is null or k.contact_id = %(contact)s::bigint
order by a.at, a.id

-- name: sent
-- What was written to a case, or to a contact (the other is null): found by the phones that they have, or had.
with line as (
  select phone_id from tracing_case where id = %(case)s::bigint
  union select phone_id from tracing_contact where id = %(contact)s::bigint
  union select h.phone_id from tracing_holding h where h.person_id in (
    select person_id from tracing_case where id = %(case)s::bigint
    union all select person_id from tracing_contact where id = %(contact)s::bigint)
  union select nullif(before, '')::bigint from tracing_change
  where subject = 'case' and subject_id = %(case)s::bigint and what = 'phone'
  union select nullif(before, '')::bigint from tracing_change
  where subject = 'contact' and subject_id = %(contact)s::bigint and what = 'phone'
)
select m.issued_at, int8send(m.id) || int8send(m.phone_id) || m.sealed as sealed, m.delivered_at, m.failed_at
from line join tracing_message m on m.phone_id = line.phone_id
where m.case_id is not distinct from %(case)s::bigint and m.contact_id is not distinct from %(contact)s::bigint
order by m.issued_at, m.id

-- name: heard
-- What they wrote, found in the same way.
with line as (
  select phone_id from tracing_case where id = %(case)s::bigint
  union select phone_id from tracing_contact where id = %(contact)s::bigint
  union select h.phone_id from tracing_holding h where h.person_id in (
    select person_id from tracing_case where id = %(case)s::bigint
    union all select person_id from tracing_contact where id = %(contact)s::bigint)
  union select nullif(before, '')::bigint from tracing_change
  where subject = 'case' and subject_id = %(case)s::bigint and what = 'phone'
  union select nullif(before, '')::bigint from tracing_change
  where subject = 'contact' and subject_id = %(contact)s::bigint and what = 'phone'
)
select h.at, int8send(h.id) || int8send(h.phone_id) || h.sealed as sealed from line join tracing_heard h on h.phone_id = line.phone_id
where h.case_id is not distinct from %(case)s::bigint and h.contact_id is not distinct from %(contact)s::bigint
order by h.at, h.id

-- name: named
-- Those whom a case named; one who is spoken for by another naming stands where that one stands. Whom the case took
-- off its list before anybody was told is not there.
select t.id, int8send(t.id) || t.sealed as sealed, t.how, t.became_case_id, t.same_as_id, t.gathering_id, t.named_at, r.deadline,
  r.submitted_at, r.delivered_at, r.answered_at, r.reached_at, t.closed_at, t.outcome,
  exists (select 1 from tracing_calltask k where k.contact_id = r.id and k.done_at is null) as to_call,
  exists (select 1 from tracing_calltask k
          where k.contact_id = t.id and k.done_at is null and k.reason = 'unconfirmed') as unconfirmed
from tracing_contact t join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
join tracing_case c on c.id = t.case_id
where t.case_id = %(case)s and (t.outcome <> 'void' or c.outcome = 'void') order by t.id

-- name: case
select c.id, c.deadline, c.submitted_at, c.delivered_at, c.answered_at, c.reached_at, c.listed_at, c.closed_at, c.outcome,
  c.disease, c.sample_on, c.onset_on, c.isolation_end, int8send(p.id) || p.sealed as person, p.id as person_id, p.territory, p.age_band,
  coalesce(f.zone, 'Europe/Paris') as zone, (c.resulted_at at time zone coalesce(f.zone, 'Europe/Paris'))::date as result_on,
  exists (select 1 from tracing_calltask k where k.case_id = c.id and k.done_at is null) as to_call
from tracing_case c join tracing_person p on p.id = c.person_id left join tracing_phone f on f.id = c.phone_id
where c.id = %(case)s

-- name: changes_of_case
-- What changed in the file, its calls included.
select at, what, before, after, why, by from tracing_change
where subject = 'case' and subject_id = %(case)s
   or subject = 'call' and subject_id in (select id from tracing_calltask where case_id = %(case)s)
order by at, id
