"""Accounts, sessions and the log of who looked at what, which is added to and never changed: the server itself refuses
(``opening_schema.sql``).

One in the place of the steps that led there: a store that took them all takes this one as done.
"""

from importlib.resources import files

from django.db import migrations

STEPS = "0001_initial 0002_append_only 0003_second_factor 0004_anchors 0005_passkeys".split()
"""What came before, and is done where this is."""
DROP = """
drop trigger staff_anchor_kept on staff_anchor;
drop trigger staff_entry_kept on staff_entry;
drop function staff_entry_is_kept();
drop table staff_session, staff_recovery, staff_passkey, staff_grant, staff_entry, staff_arrival, staff_anchor, staff_account;
"""


class Migration(migrations.Migration):
    """Makes the tables, and the guard of the log."""

    replaces = [("staff", name) for name in STEPS]
    initial = True
    dependencies = ()
    operations = (
        migrations.RunSQL(files(__package__).joinpath("opening_schema.sql").read_text("utf-8"), DROP),
    )
