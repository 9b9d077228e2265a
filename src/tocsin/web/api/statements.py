"""The statements of the API's own tables."""

from typing import Final

KEY: Final = """
select name, scopes, per_minute, expires_at from api_apikey where digest = %(digest)s and revoked_at is null
"""

KEY_USED: Final = """
update api_apikey set used_on = %(day)s where digest = %(digest)s and used_on is distinct from %(day)s
"""

NEW_KEY: Final = """
insert into api_apikey (name, digest, scopes, per_minute, made_at, made_by, expires_at)
values (%(name)s, %(digest)s, %(scopes)s, %(per_minute)s, %(now)s, %(by)s, %(expires)s)
on conflict (name) do nothing
"""

KEYS: Final = """
select name, scopes, per_minute, made_at, made_by, expires_at, revoked_at, used_on
from api_apikey order by name
"""

REVOKE: Final = """
with done as (
    update api_apikey set revoked_at = %(now)s where name = %(name)s and revoked_at is null returning id
)
select exists (select from done), digest from api_apikey where name = %(name)s
"""

HEARD: Final = """
insert into api_heardcall (account, digest, at)
select %(account)s, d, %(now)s from unnest(%(digests)s::bytea[]) as d
on conflict (account, digest) do nothing
returning digest
"""
"""Remembers webhooks or SMS; gives those that were not heard before."""

TIDY_HEARD: Final = "delete from api_heardcall where at < %(before)s"
