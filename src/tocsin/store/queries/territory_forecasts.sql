-- The forecast that was played last, by département; empty: all of them together. The row has the load of the
-- département beside it (workload.sql), which is counted more often.

-- name: kept
select territory, at, forecast from tracing_outlook
where forecast <> '' and (%(territories)s::text[] is null or territory = any(%(territories)s::text[])) order by territory

-- name: situations
select situation from tracing_outlook where situation <> '' and territory = any(%(territories)s::text[]) order by territory

-- name: forget
-- Territories in which nobody waits any more; where somebody is to be rung, the load stays.
with calls as (
  update tracing_outlook set situation = '', forecast = ''
  where territory <> all(%(territories)s::text[]) and load <> ''
)
delete from tracing_outlook where territory <> all(%(territories)s::text[]) and load = ''

-- name: keep
insert into tracing_outlook (territory, at, situation, forecast)
select * from unnest(%(territories)s::text[], %(ats)s::timestamptz[], %(situations)s::text[], %(forecasts)s::text[])
on conflict (territory) do update set at = excluded.at, situation = excluded.situation, forecast = excluded.forecast
