-- What is kept about one person who asks. people, contacts: as a request has them.

-- name: case_there
select id from tracing_case where id = %(id)s and erased_at is null

-- name: contact_there
select id from tracing_contact where id = %(id)s and erased_at is null

-- name: people
-- The person, and whoever turned out to be them.
select id, int8send(id) || sealed as details, collected_on, age_band, territory, lang, interpreter
from tracing_person where erased_at is null
  and (id = any(%(people)s::bigint[]) or merged_into_id = any(%(people)s::bigint[])) order by id

-- name: numbers
select distinct on (f.id) int8send(f.id) || f.sealed as number, h.since, h.until
from tracing_phone f left join tracing_holding h on h.phone_id = f.id and h.person_id = any(%(people)s::bigint[])
where f.id in (
  select phone_id from tracing_holding where person_id = any(%(people)s::bigint[])
  union select phone_id from tracing_contact where id = any(%(contacts)s::bigint[]))
order by f.id, h.since desc

-- name: results
select disease, meaning, taken_at, resulted_at, received_at from tracing_result
where person_id = any(%(people)s::bigint[]) order by id

-- name: cases
select id, disease, sample_on, onset_on, resulted_at, received_at, isolation_end, answered_at, reached_at, closed_at, outcome
from tracing_case where person_id = any(%(people)s::bigint[]) and erased_at is null order by id

-- name: epidemiology
-- What was noted of a file for epidemiology.
select exposure_setting, vulnerable, care_worker, hospitalised, hospital_on, hospital_left_on, died_on, death_noted_at,
  int8send(id) || email as email
from tracing_epidetail where case_id = %(case)s or contact_id = %(contact)s

-- name: follow_up_days
-- The outcome of each day of follow-up.
select day, outcome as day_outcome from tracing_followupday
where case_id = %(case)s or contact_id = %(contact)s order by day

-- name: namings
-- How they were named: never by whom.
select id, int8send(id) || sealed as details, named_at, last_contact, household, tested_on, isolation_end, answered_at,
  reached_at, closed_at, outcome
from tracing_contact where (person_id = any(%(people)s::bigint[]) or id = any(%(contacts)s::bigint[]))
  and erased_at is null order by id

-- name: gatherings
select int8send(g.id) || g.sealed as words, g.on_day, int8send(k.id) || k.sealed as cluster from tracing_gathering g
join tracing_case c on c.id = g.case_id left join tracing_cluster k on k.id = g.cluster_id
where c.person_id = any(%(people)s::bigint[]) and g.sealed is not null order by g.id
