-- The forecast that was played last, by département; empty: all of them together.

-- name: kept
select territory, at, forecast from tracing_outlook
where %(territories)s::text[] is null or territory = any(%(territories)s::text[]) order by territory

-- name: situations
select situation from tracing_outlook where territory = any(%(territories)s::text[]) order by territory

-- name: forget
-- Territories in which nobody waits any more.
delete from tracing_outlook where territory <> all(%(territories)s::text[])

-- name: keep
insert into tracing_outlook (territory, at, situation, forecast)
select * from unnest(%(territories)s::text[], %(ats)s::timestamptz[], %(situations)s::text[], %(forecasts)s::text[])
on conflict (territory) do update set at = excluded.at, situation = excluded.situation, forecast = excluded.forecast
