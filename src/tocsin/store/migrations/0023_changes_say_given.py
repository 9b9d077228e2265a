"""Rows of change outlive the erasure: what a person said stands in none of them, only that they said it.

Also of whoever is erased already: the language of an interpreter, and whether they may be named.
"""

from django.db import migrations

GIVEN = """
update tracing_change set before = '', after = 'given'
where why = 'answer' and what not in ('listed', 'conversation') and after not in ('', 'given')
  or why = 'call' and after not in ('', 'given')
    and what in ('help', 'lang', 'interpreter', 'household', 'tested_on', 'last_contact', 'onset_on');
update tracing_person set interpreter = '' where erased_at is not null and interpreter <> '';
update tracing_case set consent = false where erased_at is not null and consent;
"""


class Migration(migrations.Migration):
    dependencies = (("tracing", "0022_rang_in"),)
    operations = (migrations.RunSQL(GIVEN, migrations.RunSQL.noop),)
