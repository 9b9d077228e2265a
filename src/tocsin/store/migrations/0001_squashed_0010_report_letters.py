"""Every table of the service as of version 0.1, in SQL: ``opening_schema.sql``.

One in the place of the steps that led there: a store that took them all takes this one as done.
"""

from importlib.resources import files

from django.db import migrations

STEPS = (
    "0001_initial 0002_storage 0003_privacy 0004_calls 0005_gateway 0006_lean_indexes 0007_looks "
    "0008_onset 0009_spoken_codes 0010_page_limits 0011_names 0012_corrections 0013_supervision "
    "0014_boards 0015_rewording 0016_lease_length 0017_outcomes 0018_call_draft 0019_reached "
    "0020_call_order 0021_unexplained_replies 0022_rang_in 0023_changes_say_given 0024_erasure_asked "
    "0025_models_renamed "
    "0001_squashed_0025_models_renamed 0003_epidemiological_details 0004_call_announcements 0005_lean_rows "
    "0006_kept_load 0007_clusters 0008_person_died 0009_reports 0010_report_letters"
).split()
"""What came before, and is done where this is."""
DROP = r"""
do $$
declare name text;
begin
  for name in select tablename from pg_tables where schemaname = current_schema() and tablename like 'tracing\_%' loop
    execute format('drop table %I cascade', name);
  end loop;
end $$
"""


class Migration(migrations.Migration):
    """Makes the tables; Django itself knows none of them."""

    replaces = [("tracing", name) for name in STEPS]
    initial = True
    dependencies = ()
    operations = (
        migrations.RunSQL(files(__package__).joinpath("opening_schema.sql").read_text("utf-8"), DROP),
    )
