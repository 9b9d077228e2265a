"""The statements of accounts, sessions and the log."""

from typing import Final

_WHO: Final = """
a.id, a.login, a.name, a.lang,
coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
  where g.account_id = a.id and g.taken_at is null), '{}')
"""

ACCOUNT: Final = f"""
select {_WHO}, a.password from staff_account a where a.login = %(login)s and a.closed_at is null
"""
NEW_ACCOUNT: Final = """
insert into staff_account (login, name, lang, password, totp_last, made_at, made_by)
values (%(login)s, %(name)s, %(lang)s, %(password)s, 0, %(now)s, %(by)s)
on conflict (login) do nothing returning id
"""
PASSWORD: Final = "update staff_account set password = %(password)s where id = %(account)s"
CLOSE: Final = """
update staff_account set closed_at = %(now)s where id = %(account)s and closed_at is null returning id
"""
GIVE: Final = """
insert into staff_grant (account_id, role, territory, given_at, given_by, taken_by)
values (%(account)s, %(role)s, %(territory)s, %(now)s, %(by)s, '')
on conflict (account_id, role, territory) where taken_at is null do nothing returning id
"""
TAKE: Final = """
update staff_grant set taken_at = %(now)s, taken_by = %(by)s
where account_id = %(account)s and role = %(role)s and territory = %(territory)s and taken_at is null
returning id
"""

BEGIN: Final = """
insert into staff_session (digest, account_id, began_at, seen_at, until)
values (%(digest)s, %(account)s, %(now)s, %(now)s, %(until)s)
"""
SESSION: Final = f"""
select {_WHO}, s.seen_at from staff_session s join staff_account a on a.id = s.account_id
where s.digest = %(digest)s and s.until > %(now)s and s.seen_at > %(idle)s and a.closed_at is null
"""
SEEN: Final = "update staff_session set seen_at = %(now)s where digest = %(digest)s"
END: Final = "delete from staff_session where digest = %(digest)s"
END_ALL: Final = "delete from staff_session where account_id = %(account)s"
TIDY: Final = "delete from staff_session where until <= %(now)s or seen_at <= %(idle)s"

LOCK: Final = "select pg_advisory_xact_lock(%(lock)s)"
LAST: Final = "select digest from staff_entry order by id desc limit 1"
ENTER: Final = """
insert into staff_entry (at, login, action, subject, subject_id, territory, why, digest)
values (%(at)s, %(login)s, %(action)s, %(subject)s, %(subject_id)s, %(territory)s, %(why)s, %(digest)s)
returning id
"""
ENTRIES: Final = """
select id, at, login, action, subject, subject_id, territory, why, digest from staff_entry
where id > %(after)s order by id limit %(limit)s
"""
