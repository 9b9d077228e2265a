"""Nothing is asked of a sealed value, and a tenth more rows of people change no plan: to look at both again and again took a
sixth of PostgreSQL's time on a record day."""

from django.db import migrations

SET = """
do $$
declare one record;
begin
  for one in
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and table_name like 'tracing\\_%%' and data_type = 'bytea'
      and column_name in ('sealed', 'thread')
  loop
    execute format('alter table %%I alter column %%I set statistics %s', one.table_name, one.column_name);
  end loop;
end $$;
"""
GROWING = "calltask case change contact heard holding message person phone result".split()
"""Tables that a day fills and no day empties."""
LESS = SET % "0" + "".join(
    f"alter table tracing_{table} set (autovacuum_analyze_scale_factor = 0.4);\n" for table in GROWING
)
MORE = SET % "-1" + "".join(
    f"alter table tracing_{table} reset (autovacuum_analyze_scale_factor);\n" for table in GROWING
)


class Migration(migrations.Migration):
    """Sealed columns have no statistics, and tables of people are counted anew when two fifths are new."""

    dependencies = (("tracing", "0006_variants_say_in_whose_name"),)
    operations = (migrations.RunSQL(LESS, MORE),)
