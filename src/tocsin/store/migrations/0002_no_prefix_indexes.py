"""Text that is looked up whole needs no second index for prefixes: it cost a tenth of every message.

Django makes those when the step before is at its end.
"""

from django.db import migrations

DROP = """
do $$
declare name text;
begin
  for name in
    select indexname from pg_indexes
    where schemaname = current_schema() and tablename like 'tracing\\_%' and indexname like '%\\_like'
  loop
    execute format('drop index %I', name);
  end loop;
end $$
"""


class Migration(migrations.Migration):
    """Drops the ``_like`` indexes that Django makes for unique text."""

    dependencies = (("tracing", "0001_squashed_0010_report_letters"),)
    operations = (migrations.RunSQL(DROP, migrations.RunSQL.noop),)
