"""The log of the inside is added to, and never changed: the server itself refuses."""

from django.db import migrations

GUARD = """
create function staff_entry_is_kept() returns trigger language plpgsql as
$$ begin raise exception 'the log of the inside is added to, never changed'; end $$;
create trigger staff_entry_kept before update or delete or truncate on staff_entry
for each statement execute function staff_entry_is_kept();
"""
UNGUARD = """
drop trigger staff_entry_kept on staff_entry;
drop function staff_entry_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
