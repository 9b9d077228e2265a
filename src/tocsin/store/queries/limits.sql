-- What visitors of the site have taken of their limits (a generic cell rate algorithm, one row for a visitor).

-- name: take
-- Some more, where the limit allows it: they are given back after an interval, and no more than a window is lent.
insert into tracing_pageuse as held (bucket, digest, until)
values (%(bucket)s, %(client)s, %(now)s::timestamptz + %(every)s::interval)
on conflict (bucket, digest) do update set until = greatest(held.until, %(now)s) + %(every)s::interval
  where greatest(held.until, %(now)s) + %(every)s::interval <= %(now)s::timestamptz + %(window)s::interval
returning until

-- name: until
select until from tracing_pageuse where bucket = %(bucket)s and digest = %(client)s
