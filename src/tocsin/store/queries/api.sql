-- name: key
-- What a key opens.
select name, scopes, per_minute, expires_at from api_apikey where digest = %(digest)s and revoked_at is null

-- name: use_key
update api_apikey set used_on = %(day)s where digest = %(digest)s and used_on is distinct from %(day)s

-- name: make_key
insert into api_apikey (name, digest, scopes, per_minute, made_at, made_by, expires_at)
values (%(name)s, %(digest)s, %(scopes)s, %(per_minute)s, %(now)s, %(by)s, %(expires)s)
on conflict (name) do nothing

-- name: keys
select name, scopes, per_minute, made_at as made, made_by as by, expires_at as expires,
  revoked_at as revoked, used_on
from api_apikey order by name

-- name: revoke_key
-- Whether it was open until now, and its digest; no row where there is none of this name.
with done as (
    update api_apikey set revoked_at = %(now)s where name = %(name)s and revoked_at is null returning id
)
select exists (select from done), digest from api_apikey where name = %(name)s

-- name: day_secret
-- The secret of a day, drawn by whoever is first; those of days before go.
with gone as (
    delete from api_daysecret where day < %(before)s::date
), made as (
    insert into api_daysecret (day, secret) values (%(day)s, %(secret)s)
    on conflict (day) do update set secret = api_daysecret.secret
    returning secret
)
select secret from made

-- name: hear
-- Remembers webhooks or SMS; gives those that were not heard before.
insert into api_heardcall (account, digest, at)
select %(account)s, d, %(now)s from unnest(%(digests)s::bytea[]) as d
on conflict (account, digest) do nothing
returning digest

-- name: tidy_heard
delete from api_heardcall where at < %(before)s
