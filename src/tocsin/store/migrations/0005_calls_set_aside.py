"""A call whose person cannot be opened is set aside: the others go on, and the operator and the supervisor see which."""

from django.db import migrations

ADD = """
alter table tracing_calltask add column set_aside_at timestamptz;
create index call_aside on tracing_calltask (deadline) where set_aside_at is not null and done_at is null
"""
DROP = "alter table tracing_calltask drop column set_aside_at"


class Migration(migrations.Migration):
    """Adds the moment and an index of those."""

    dependencies = (("tracing", "0004_variants_read_whole"),)
    operations = (migrations.RunSQL(ADD, DROP),)
