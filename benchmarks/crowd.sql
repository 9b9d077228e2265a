-- Half a million cases in some minutes: what _crowd.py runs, with {cases}, {people}, {now} and {spread} filled in.
-- people: one for each case, one for each contact
insert into tracing_person (sealed, identity_index, name_index, collected_on, age_band, territory, lang)
select decode(repeat(md5(n::text), 5), 'hex'), case when n <= {cases} then sha256(n::text::bytea) end,
  substring(sha256(('name' || n)::bytea) for 16),
  (moment.at)::date,
  case when n <= {cases} then (array['0-11','12-17','18-39','40-64','65-79','80+'])[1 + n % 6] else '' end,
  case when n <= {cases} then lpad((1 + n % 95)::text, 2, '0') else '' end, case when n % 20 = 0 then 'en' else 'fr' end
from generate_series(1, {people}) as n, lateral (
  select {now}::timestamptz - {spread} * (1 - (n % {cases})::float8 / {cases}) as at) as moment;
-- phones: one for each person
insert into tracing_phone (sealed, number_index, shard, kind, zone, collected_on, thread)
select decode(repeat(md5(n::text), 2), 'hex'), i.index, get_byte(i.index, 0),
  case when n % 25 = 0 then 'landline' when n % 97 = 0 then 'foreign' else 'mobile' end, 'Europe/Paris',
  ({now}::timestamptz - {spread} * (1 - (n % {cases})::float8 / {cases}))::date,
  decode(repeat(md5(n::text), 40), 'hex')
from generate_series(1, {people}) as n, lateral (select sha256(('p' || n)::bytea) as index) as i;
-- holdings
insert into tracing_holding (person_id, phone_id, since, why)
select n, n, {now}::timestamptz - {spread} * (1 - (n % {cases})::float8 / {cases}),
  case when n <= {cases} then 'result' else 'named' end
from generate_series(1, {people}) as n;
-- cases: four fifths answered, the rest of the last day and a half
insert into tracing_case (person_id, phone_id, disease, resulted_at, received_at, deadline, sample_on, submitted_at,
  delivered_at, answered_at, listed_at, closed_at, outcome, isolation_end, consent)
select n, n, 'covid19', m.at - interval '2 hours', m.at, m.at + interval '22 hours', (m.at - interval '1 day')::date,
  case when n % 25 <> 0 then m.at + interval '5 minutes' end, case when n % 20 <> 0 then m.at + interval '6 minutes' end,
  case when d.done then m.at + interval '1 hour' end, case when d.done then m.at + interval '90 minutes' end,
  case when n < {cases} * 0.3 then m.at + interval '7 days' end,
  case when n % 500 = 0 then 'void' when n < {cases} * 0.3 then 'done' else '' end,
  (m.at + interval '8 days')::date, n % 3 = 0
from generate_series(1, {cases}) as n, lateral (
  select {now}::timestamptz - {spread} * (1 - n::float8 / {cases}) as at) as m, lateral (
  select n % 20 <> 7 and (n < {cases} * 0.85 or n % 4 = 0) as done) as d;
-- contacts: two for each case
insert into tracing_contact (case_id, person_id, phone_id, became_case_id, same_as_id, sealed, name_index,
  collected_on, named_at, how, last_contact, household, deadline, submitted_at, delivered_at, answered_at, closed_at,
  outcome)
select k, {cases} + n, {cases} + n, case when n % 15 = 0 and k > 1000 then k - 1000 end, null,
  decode(repeat(md5(n::text), 3), 'hex'), sha256(('c' || n)::bytea), m.at::date, m.at,
  case when n % 10 = 0 then 'agent' else 'sms' end, (m.at - interval '3 days')::date, n % 4 = 0,
  m.at + interval '24 hours', m.at + interval '1 minute', m.at + interval '2 minutes',
  case when n % 5 <> 0 and k < {cases} * 0.9 then m.at + interval '3 hours' end,
  case when n % 15 = 0 or k < {cases} * 0.3 then m.at + interval '3 days' end,
  case when n % 15 = 0 then 'became_case' when k < {cases} * 0.3 then 'done' else '' end
from generate_series(1, 2 * {cases}) as n, lateral (select (n + 1) / 2 as k) as c, lateral (
  select least({now}::timestamptz, {now}::timestamptz - {spread} * (1 - k::float8 / {cases}) + interval '2 hours') as at)
  as m;
-- results of these cases
insert into tracing_intakefile (name, digest, format, began_at, finished_at, counts)
select 'day-' || n || '.csv', sha256(n::text::bytea), 'csv', {now}, {now}, '{"received": 50000}'
from generate_series(1, 10) as n;
insert into tracing_result (file_id, place, source_index, version, person_id, case_id, disease, meaning, disposition,
  taken_at, resulted_at, received_at)
select 1 + n % 10, 'line ' || n, sha256(('r' || n)::bytea), 1, n, n, 'covid19', 'positive', 'opened',
  c.resulted_at, c.resulted_at, c.received_at
from tracing_case c, lateral (select c.id as n) as x;
-- messages: three for a case in the mean, one for half of the contacts
insert into tracing_message (key, code, template, version, lang, text_hash, sender, recipient, phone_id, case_id,
  sealed, collected_on, parts, issued_at, submitted_at, delivered_at, failure, resent, arrived)
select 'case-' || c.id || '.' || k, upper(substr(md5('m' || c.id || '.' || k), 1, 12)),
  case when k = 1 then 'case.notice' else 'case.contacts' end, '1', 'fr',
  md5(c.id || 'a') || md5(c.id || 'b'), '38663', md5('t' || c.id), c.phone_id, c.id,
  decode(repeat(md5(c.id::text), 12), 'hex'), c.received_at::date, 2, c.received_at + k * interval '3 minutes',
  c.received_at + k * interval '4 minutes', c.received_at + k * interval '5 minutes', '', 0, 3
from tracing_case c, generate_series(1, 3) as k;
insert into tracing_message (key, code, template, version, lang, text_hash, sender, recipient, phone_id, contact_id,
  sealed, collected_on, parts, issued_at, submitted_at, delivered_at, failure, resent, arrived)
select 'contact-' || t.id || '.1', upper(substr(md5('n' || t.id), 1, 12)), 'contact.notice', '1', 'fr',
  md5(t.id || 'a') || md5(t.id || 'b'), '38663', md5('t' || t.id), t.phone_id, t.id,
  decode(repeat(md5(t.id::text), 12), 'hex'), t.named_at::date, 2, t.named_at, t.submitted_at, t.delivered_at, '', 0, 3
from tracing_contact t where t.id % 2 = 0;
-- the outbox of a burst, and parts whose receipt has yet to come
insert into tracing_outbox (message_id, phone_id, lane, priority, deadline, not_before, valid_until)
select id, phone_id, sender, id % 3, issued_at + interval '1 day', issued_at, issued_at + interval '2 days'
from tracing_message order by id desc limit {cases} / 5;
insert into tracing_part (account, remote_id, message_id, part, of, at)
select '38663', 'r' || id, id, 1, 2, issued_at from tracing_message order by id desc limit {cases} / 5;
-- what people wrote, and what still waits for an engine
insert into tracing_heard (phone_id, case_id, at, sealed, collected_on, signals)
select phone_id, id, answered_at, decode(repeat(md5(id::text), 3), 'hex'), answered_at::date, ''
from tracing_case, generate_series(1, 2) where answered_at is not null;
insert into tracing_inbox (shard, phone_id, key, at, sealed, collected_on)
select f.shard, f.id, 'mo:' || f.id, {now}, decode(repeat(md5(f.id::text), 3), 'hex'), {now}::date
from tracing_phone f where f.id <= {cases} / 25;
insert into tracing_timer (phone_id, shard, due)
select id, shard, {now}::timestamptz + (id % 2880 - 60) * interval '1 minute'
from tracing_phone where id % 3 = 0 and kind = 'mobile';
-- calls: a fifth as many as cases wait, twice as many were made
insert into tracing_calltask (case_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
  leased_by, leased_until, attempts, done_at, outcome)
select c.id, c.phone_id, lpad((1 + c.id % 95)::text, 2, '0'), 'silent', c.id % 1000 = 0, c.received_at + interval '4 hours',
  c.received_at + interval '4 hours' + (c.id % 10) * interval '1 hour', c.deadline, null, null, c.id % 4,
  case when c.id <= {cases} * 0.8 then c.received_at + interval '9 hours' end,
  case when c.id <= {cases} * 0.8 then 'reached' else '' end
from tracing_case c where c.id > {cases} * 0.8 or c.id % 2 = 0;
insert into tracing_attempt (task_id, agent, at, seconds, outcome, sealed, collected_on)
select id, 'agent-' || id % 300, done_at, 200, 'reached', null, done_at::date
from tracing_calltask where done_at is not null;
-- what changed in files: four rows a case, one a contact
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'case', c.id, what, '', '', 'answer', c.received_at, 'engine'
from tracing_case c, unnest(array['opened', 'conversation', 'answered', 'listed']) as what;
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'contact', t.id, 'named', '', '', 'case', t.named_at, 'person' from tracing_contact t;
-- gatherings, shifts, counts, workers
insert into tracing_gathering (case_id, sealed, label_index, collected_on, on_day, territory)
select n * 20, decode(md5(n::text), 'hex'), sha256(n::text::bytea), {now}::date, {now}::date - 5,
  lpad((1 + n % 95)::text, 2, '0') from generate_series(1, {cases} / 50) as n;
insert into tracing_attendance (gathering_id, case_id)
select g.id, g.case_id + k from tracing_gathering g, generate_series(0, 1) as k where k = 0 or g.id % 10 = 0;
insert into tracing_shift (territory, starts_at, ends_at, agents, calls_an_hour)
select '', {now}::timestamptz - interval '2 hours' + n * interval '1 day',
  {now}::timestamptz + interval '8 hours' + n * interval '1 day', 3000, 3 from generate_series(-9, 2) as n;
insert into tracing_stepcount (hour, flow, version, state, asked, answered, again, silent, human)
select {now}::timestamptz - h * interval '1 hour', 'case', 1, state, 2000, 1500, 100, 200, 50
from generate_series(0, 239) as h, unnest(array['notice', 'contacts', 'confirm', 'consent']) as state;
insert into tracing_worker (name, kind, started_at, seen_at, counts)
values ('engine-1', 'engine', {now}, {now}, '{}'), ('gateway-1', 'gateway', {now}, {now}, '{}');
update tracing_shardlease set worker = 'engine-1', until = {now}::timestamptz + interval '1 minute';
update tracing_outbox set leased_by = 'gateway-1', leased_until = {now}::timestamptz + interval '1 minute'
where message_id in (select message_id from tracing_outbox order by message_id limit 500);
update tracing_calltask set leased_by = 'agent-1', leased_until = {now}::timestamptz + interval '9 minutes'
where id in (select id from tracing_calltask where done_at is null order by id limit 1000);
