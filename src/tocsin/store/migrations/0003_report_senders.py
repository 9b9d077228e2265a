"""Reports are found by who sent them: a number by its last nine figures however it is written, a name in any case."""

from django.db import migrations

INDEX = r"""
create index report_sender on tracing_report
  ((case when sender ~ '^[+0-9 ().-]+$' then right(regexp_replace(sender, '\D', '', 'g'), 9) else lower(sender) end))
  where sender <> ''
"""


class Migration(migrations.Migration):
    """Adds the index; the statement of the search has the same expression."""

    dependencies = (("tracing", "0002_no_prefix_indexes"),)
    operations = (migrations.RunSQL(INDEX, "drop index report_sender"),)
