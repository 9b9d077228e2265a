"""Every table of the service as of version 0.1, and how it is stored.

One in the place of the steps that led there: a store that took them all takes this one as done.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

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
FILL = {"message": 48, "phone": 55, "case": 50, "contact": 50, "outbox": 50, "timer": 70}
"""Percent of a page that inserts use: what is left takes the next versions of its rows (HOT). One batch updates every
row of a page at once, and the old versions go only once it is committed: below half, all of them find room."""
QUEUES = ("outbox", "inbox", "timer", "part")
"""Tables that turn over: their rows die within minutes."""
VACUUM = (
    "autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,"
    " autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0"
)
SHARDS = 256
BRIN = {
    f"{table}_by_day": (table, "collected_on")
    for table in ("message", "heard", "contact", "person", "phone", "attempt")
} | {"message_by_issue": ("message", "issued_at")}
"""Indexes of blocks: rows come in by the day, so they cost next to nothing, and a purge reads only the blocks of its days."""
STORAGE = (
    *(f"alter table tracing_{table} set (fillfactor = {percent})" for table, percent in FILL.items()),
    *(f"alter table tracing_{table} set ({VACUUM})" for table in QUEUES),
    *(
        f"create index {name} on tracing_{table} using brin ({column}) with (pages_per_range = 32, autosummarize = on)"
        for name, (table, column) in BRIN.items()
    ),
    f"insert into tracing_shardlease (shard) select generate_series(0, {SHARDS - 1})",
    # What visitors have taken of their limits: a crash may lose it, and the log of the store need not hold it.
    "alter table tracing_pageuse set unlogged",
)


def number_rows() -> "models.BigAutoField[int, int]":
    """The key of every table."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def refer(model: str, name: str | None = None) -> "models.ForeignKey[object, object]":
    """A row that may go, and then is no longer referred to; ``name``: how its model calls what refers to it."""
    return models.ForeignKey(f"tracing.{model}", models.SET_NULL, null=True, related_name=name)


class Migration(migrations.Migration):
    replaces = [("tracing", name) for name in STEPS]
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("id", number_rows()),
                ("kind", models.CharField(max_length=8)),
                ("disease", models.CharField(max_length=16)),
                ("territory", models.CharField(default="", max_length=3)),
                ("at", models.DateTimeField()),
                ("document", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "disease", "territory"), name="board_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallAnnouncement",
            fields=[
                ("id", number_rows()),
                ("task_id", models.BigIntegerField()),
                ("announced_at", models.DateTimeField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("code", models.CharField(max_length=12)),
                ("outcome", models.CharField(default="", max_length=12)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["task_id"], name="announcement_task"),
                    models.Index(fields=["ends_at"], name="announcement_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")), fields=("task_id",), name="announced_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallDraft",
            fields=[
                ("id", number_rows()),
                ("task_id", models.BigIntegerField(unique=True)),
                ("agent", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("collected_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="CallOrder",
            fields=[
                ("id", number_rows()),
                ("hours", models.SmallIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CallTask",
            fields=[
                ("id", number_rows()),
                ("case_id", models.BigIntegerField(null=True)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("phone_id", models.BigIntegerField(null=True)),
                ("territory", models.CharField(default="", max_length=3)),
                ("reason", models.CharField(max_length=24)),
                ("urgent", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("deadline", models.DateTimeField()),
                ("leased_by", models.CharField(max_length=64, null=True)),
                ("leased_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=16)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["-urgent", "deadline"],
                        name="call_next",
                    ),
                    models.Index(fields=["case_id"], name="call_case"),
                    models.Index(fields=["contact_id"], name="call_contact"),
                    models.Index(
                        condition=models.Q(("done_at", None), ("leased_until__isnull", False)),
                        fields=["leased_until", "leased_by"],
                        name="call_held",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("case_id", "contact_id"),
                        name="call_open_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", number_rows()),
                ("task", models.ForeignKey(on_delete=models.CASCADE, to="tracing.calltask")),
                ("agent", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("seconds", models.IntegerField(null=True)),
                ("outcome", models.CharField(max_length=16)),
                ("identity_confirmed", models.BooleanField(null=True)),
                ("instructions_given", models.BooleanField(null=True)),
                ("before", models.JSONField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(db_default="", default="", max_length=64)),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("incoming", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="attempt_at")],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", number_rows()),
                ("state", models.CharField(db_default="new", default="new", max_length=10)),
                ("state_at", models.DateTimeField(null=True)),
                ("state_by", models.CharField(db_default="", default="", max_length=64)),
                ("sample", models.TextField(db_default="", default="")),
                ("became", refer("campaign")),
                ("began_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AbuseReport",
            fields=[
                ("id", number_rows()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="abuse_reports", to="tracing.campaign"
                    ),
                ),
                ("kind", models.CharField(max_length=9)),
                ("target", models.TextField()),
                ("addressee", models.TextField(db_default="", default="")),
                ("state", models.CharField(max_length=8)),
                ("prepared_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("down_at", models.DateTimeField(null=True)),
                ("by", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "tracing_abusereport",
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "kind", "target"), name="abusereport_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignApart",
            fields=[
                ("id", number_rows()),
                ("one", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="tracing.campaign")),
                (
                    "other",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="tracing.campaign"),
                ),
            ],
            options={
                "db_table": "tracing_campaignapart",
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="campaignapart_once")],
            },
        ),
        migrations.CreateModel(
            name="CampaignStep",
            fields=[
                ("id", number_rows()),
                (
                    "campaign",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="steps", to="tracing.campaign"),
                ),
                ("what", models.CharField(max_length=16)),
                ("other", refer("campaign", "+")),
                ("moves", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(db_default="", default="", max_length=64)),
            ],
            options={
                "db_table": "tracing_campaignstep",
            },
        ),
        migrations.CreateModel(
            name="CampaignText",
            fields=[
                ("id", number_rows()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="variants", to="tracing.campaign"
                    ),
                ),
                ("text", models.TextField()),
                ("bands", ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ("marks", ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("level", models.CharField(max_length=10)),
                ("vouched_at", models.DateTimeField(null=True)),
                ("label", models.CharField(db_default="", default="", max_length=10)),
                ("labelled_by", models.CharField(db_default="", default="", max_length=64)),
            ],
            options={
                "db_table": "tracing_campaigntext",
                "indexes": [
                    GinIndex(fields=["bands"], name="campaigntext_bands"),
                    GinIndex(fields=["marks"], name="campaigntext_marks"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignDay",
            fields=[
                ("id", number_rows()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="days", to="tracing.campaigntext"
                    ),
                ),
                ("day", models.DateField()),
                ("reports", models.IntegerField()),
            ],
            options={
                "db_table": "tracing_campaignday",
                "constraints": [models.UniqueConstraint(fields=("variant", "day"), name="campaignday_once")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", number_rows()),
                ("subject", models.CharField(max_length=8)),
                ("subject_id", models.BigIntegerField()),
                ("what", models.CharField(max_length=24)),
                ("before", models.CharField(default="", max_length=64)),
                ("after", models.CharField(default="", max_length=64)),
                ("why", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "subject_id"], name="change_subject"),
                    models.Index(
                        condition=models.Q(("what", "namesake")), fields=["at"], name="change_namesake"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[
                ("id", number_rows()),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("named_at", models.DateTimeField()),
                ("named_by", models.CharField(max_length=64)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", number_rows()),
                ("kind", models.CharField(max_length=12)),
                ("kept_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField()),
                ("moves", models.JSONField()),
                ("why", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(default="", max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kept_id"], name="correction_kept"),
                    models.Index(fields=["other_id"], name="correction_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayCount",
            fields=[
                ("id", number_rows()),
                ("day", models.DateField()),
                ("measure", models.CharField(max_length=32)),
                ("disease", models.CharField(default="covid19", max_length=16)),
                ("territory", models.CharField(default="", max_length=3)),
                ("age_band", models.CharField(default="", max_length=8)),
                ("value", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "measure", "disease", "territory", "age_band"), name="day_count_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", number_rows()),
                ("day", models.DateField()),
                ("template", models.CharField(max_length=64)),
                ("count", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "template"), name="doubt_once")],
            },
        ),
        migrations.CreateModel(
            name="EarlyReceipt",
            fields=[
                ("id", number_rows()),
                ("account", models.CharField(max_length=32)),
                ("remote_id", models.CharField(max_length=65)),
                ("state", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["account", "remote_id"], name="early_receipt")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", number_rows()),
                ("at", models.DateTimeField()),
                ("up_to", models.DateField()),
                ("counts", models.JSONField(default=dict)),
                ("keys", models.JSONField(default=list)),
                ("asked", models.JSONField(db_default={}, default=dict)),
                ("statement", models.TextField()),
                ("signature", models.BinaryField()),
                ("by", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="InboxLetter",
            fields=[
                ("id", number_rows()),
                ("shard", models.SmallIntegerField()),
                ("phone_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=80, unique=True)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("collected_on", models.DateField()),
            ],
            options={
                "db_table": "tracing_inbox",
                "indexes": [models.Index(fields=["shard", "id"], name="inbox_shard")],
            },
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                ("id", number_rows()),
                ("name", models.CharField(max_length=255)),
                ("digest", models.BinaryField(unique=True)),
                ("format", models.CharField(max_length=8)),
                ("began_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="IssuedSms",
            fields=[
                ("id", number_rows()),
                ("key", models.CharField(max_length=64, unique=True)),
                ("code", models.CharField(max_length=16, unique=True)),
                ("template", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=16)),
                ("lang", models.CharField(max_length=2)),
                ("text_hash", models.CharField(max_length=64)),
                ("sender", models.CharField(max_length=16)),
                ("recipient", models.CharField(max_length=48)),
                ("phone_id", models.BigIntegerField()),
                ("case_id", models.BigIntegerField(null=True)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("instructs", models.BooleanField(db_default=False)),
                ("parts", models.SmallIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(default="", max_length=24)),
                ("uncertain_at", models.DateTimeField(null=True)),
                ("resent", models.SmallIntegerField(default=0)),
                ("arrived", models.BigIntegerField(db_default=0)),
            ],
            options={
                "db_table": "tracing_message",
                "indexes": [models.Index(fields=["phone_id"], name="message_phone")],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", number_rows()),
                ("lender", models.CharField(max_length=3)),
                ("borrower", models.CharField(max_length=3)),
                ("tasks", models.IntegerField(null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="loan_end")],
            },
        ),
        migrations.CreateModel(
            name="LentCall",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=models.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="tracing.calltask",
                    ),
                ),
                ("loan", models.ForeignKey(on_delete=models.CASCADE, to="tracing.loan")),
            ],
            options={
                "db_table": "tracing_lent",
            },
        ),
        migrations.CreateModel(
            name="MaskedReply",
            fields=[
                ("id", number_rows()),
                ("phone_id", models.BigIntegerField()),
                ("case_id", models.BigIntegerField(null=True)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("signals", models.CharField(default="", max_length=120)),
                ("look_by", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("looked_by", models.CharField(db_default="", default="", max_length=64)),
                ("finding", models.CharField(db_default="", default="", max_length=8)),
            ],
            options={
                "db_table": "tracing_heard",
                "indexes": [
                    models.Index(fields=["phone_id"], name="heard_phone"),
                    models.Index(
                        condition=models.Q(("look_by__isnull", False), ("looked_at", None)),
                        fields=["look_by"],
                        name="heard_to_look_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxEntry",
            fields=[
                ("message_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("phone_id", models.BigIntegerField()),
                ("lane", models.CharField(max_length=16)),
                ("priority", models.SmallIntegerField()),
                ("deadline", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                ("leased_by", models.CharField(max_length=64, null=True)),
                ("leased_until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "tracing_outbox",
                "indexes": [models.Index(fields=["lane", "priority", "deadline"], name="outbox_order")],
            },
        ),
        migrations.CreateModel(
            name="Outlook",
            fields=[
                ("territory", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("situation", models.TextField()),
                ("forecast", models.TextField()),
                ("load", models.TextField(db_default="")),
                ("load_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PageUse",
            fields=[
                ("id", number_rows()),
                ("bucket", models.CharField(max_length=16)),
                ("digest", models.BinaryField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("bucket", "digest"), name="page_use_once")],
            },
        ),
        migrations.CreateModel(
            name="PartAwaitingReceipt",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account", "remote_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account", models.CharField(max_length=32)),
                ("remote_id", models.CharField(max_length=65)),
                ("message_id", models.BigIntegerField()),
                ("part", models.SmallIntegerField()),
                ("of", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "tracing_part",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", number_rows()),
                ("sealed", models.BinaryField(null=True)),
                ("identity_index", models.BinaryField(null=True, unique=True)),
                ("name_index", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("age_band", models.CharField(default="", max_length=8)),
                ("territory", models.CharField(default="", max_length=3)),
                ("lang", models.CharField(default="fr", max_length=2)),
                ("interpreter", models.CharField(db_default="", default="", max_length=5)),
                ("guardian", refer("person", "wards")),
                ("died", models.BooleanField(db_default=False, default=False)),
                ("merged_into_id", models.BigIntegerField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("name_index__isnull", False)),
                        fields=["name_index"],
                        name="person_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("id", number_rows()),
                ("sealed", models.BinaryField(null=True)),
                ("number_index", models.BinaryField(null=True, unique=True)),
                ("shard", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("zone", models.CharField(default="Europe/Paris", max_length=32)),
                ("collected_on", models.DateField()),
                ("thread", models.BinaryField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", number_rows()),
                (
                    "person",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="cases", to="tracing.person"),
                ),
                ("phone", refer("phone", "cases")),
                ("disease", models.CharField(default="covid19", max_length=16)),
                ("resulted_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("deadline", models.DateTimeField()),
                ("sample_on", models.DateField(null=True)),
                ("onset_on", models.DateField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("reached_at", models.DateTimeField(null=True)),
                ("listed_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=24)),
                ("isolation_end", models.DateField(null=True)),
                ("consent", models.BooleanField(default=False)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at"], name="case_received"),
                    models.Index(
                        condition=models.Q(("closed_at", None), ("reached_at", None)),
                        fields=["deadline"],
                        name="case_unreached",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                ("id", number_rows()),
                (
                    "case",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="gatherings", to="tracing.case"),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("label_index", models.BinaryField(db_index=True, null=True)),
                ("collected_on", models.DateField()),
                ("on_day", models.DateField(null=True)),
                ("territory", models.CharField(default="", max_length=3)),
                ("cluster", refer("cluster", "gatherings")),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["collected_on"], name="gathering_collected")],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", number_rows()),
                ("gathering", models.ForeignKey(on_delete=models.CASCADE, to="tracing.gathering")),
                ("case", models.ForeignKey(on_delete=models.CASCADE, to="tracing.case")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("gathering", "case"), name="attendance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", number_rows()),
                (
                    "case",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="contacts", to="tracing.case"),
                ),
                ("person", refer("person", "namings")),
                ("phone", refer("phone", "contacts")),
                ("same_as", refer("contact")),
                ("became_case", refer("case", "was_contact")),
                ("gathering", refer("gathering")),
                ("sealed", models.BinaryField(null=True)),
                ("name_index", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("named_at", models.DateTimeField()),
                ("how", models.CharField(max_length=8)),
                ("last_contact", models.DateField(null=True)),
                ("household", models.BooleanField(null=True)),
                ("deadline", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("reached_at", models.DateTimeField(null=True)),
                ("tested_on", models.DateField(null=True)),
                ("isolation_end", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=24)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("became_case", None),
                            ("closed_at", None),
                            ("reached_at", None),
                            ("same_as", None),
                        ),
                        fields=["deadline"],
                        name="contact_unreached",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "phone", "name_index"), name="contact_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EpidemiologicalDetail",
            fields=[
                ("id", number_rows()),
                (
                    "case",
                    models.OneToOneField(
                        null=True, on_delete=models.CASCADE, related_name="epidemiology", to="tracing.case"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        null=True, on_delete=models.CASCADE, related_name="epidemiology", to="tracing.contact"
                    ),
                ),
                ("collected_on", models.DateField()),
                ("exposure_setting", models.CharField(db_default="", default="", max_length=16)),
                ("vulnerable", models.BooleanField(null=True)),
                ("care_worker", models.BooleanField(null=True)),
                ("hospitalised", models.BooleanField(null=True)),
                ("hospital_on", models.DateField(null=True)),
                ("hospital_left_on", models.DateField(null=True)),
                ("died_on", models.DateField(null=True)),
                ("death_noted_at", models.DateTimeField(null=True)),
                ("death_noted_by", models.CharField(db_default="", default="", max_length=64)),
                ("email", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "tracing_epidetail",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", True), ("contact__isnull", True), _connector="XOR"
                        ),
                        name="epidetail_of_one_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpDay",
            fields=[
                ("id", number_rows()),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=models.CASCADE, related_name="follow_up_days", to="tracing.case"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=models.CASCADE,
                        related_name="follow_up_days",
                        to="tracing.contact",
                    ),
                ),
                ("day", models.DateField()),
                ("outcome", models.CharField(max_length=16)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "contact", "day"), name="followupday_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", True), ("contact__isnull", True), _connector="XOR"
                        ),
                        name="followupday_of_one_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", number_rows()),
                ("person", models.ForeignKey(on_delete=models.CASCADE, to="tracing.person")),
                ("phone", models.ForeignKey(on_delete=models.CASCADE, to="tracing.phone")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("why", models.CharField(max_length=16)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("person", "phone"), name="holding_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneTimer",
            fields=[
                (
                    "phone",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=models.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="tracing.phone",
                    ),
                ),
                ("shard", models.SmallIntegerField()),
                ("due", models.DateTimeField()),
            ],
            options={
                "db_table": "tracing_timer",
                "indexes": [models.Index(fields=["shard", "due"], name="timer_due")],
            },
        ),
        migrations.CreateModel(
            name="PublishedWording",
            fields=[
                ("id", number_rows()),
                ("template", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=16)),
                ("lang", models.CharField(max_length=2)),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "tracing_wording",
                "constraints": [
                    models.UniqueConstraint(fields=("template", "version", "lang"), name="wording_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                ("id", number_rows()),
                ("file", models.ForeignKey(on_delete=models.PROTECT, to="tracing.intakefile")),
                ("place", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=24)),
                ("detail", models.CharField(max_length=300)),
                ("territory", models.CharField(db_default="", default="", max_length=3)),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(default="", max_length=64)),
                ("done", models.CharField(default="", max_length=10)),
                ("why", models.CharField(db_default="", default="", max_length=24)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["id"], name="quarantine_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", number_rows()),
                ("variant", refer("campaigntext", "reports")),
                ("reported_on", models.DateField()),
                ("day", models.DateField()),
                ("origin", models.CharField(max_length=8)),
                ("channel", models.CharField(max_length=16)),
                ("text", models.TextField()),
                ("text_key", models.CharField(max_length=32)),
                ("sender", models.TextField()),
                ("level", models.CharField(max_length=10)),
                ("claims", ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("clauses", ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("hosts", ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("numbers", ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("region", models.CharField(db_default="", default="", max_length=3)),
                ("digest", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("variant", None), _negated=True),
                        fields=["text_key"],
                        name="report_text_key",
                    ),
                    models.Index(condition=models.Q(("variant", None)), fields=["id"], name="report_waiting"),
                    models.Index(fields=["reported_on"], name="report_reported_on"),
                ],
                "constraints": [models.UniqueConstraint(fields=("digest",), name="report_receipt")],
            },
        ),
        migrations.CreateModel(
            name="ReportLetter",
            fields=[
                ("id", number_rows()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=models.CASCADE, related_name="letter", to="tracing.report"
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("collected_on", models.DateField()),
                ("lang", models.CharField(max_length=2)),
            ],
            options={
                "db_table": "tracing_reportletter",
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", number_rows()),
                ("file", models.ForeignKey(on_delete=models.PROTECT, to="tracing.intakefile")),
                ("place", models.CharField(max_length=64)),
                ("source_index", models.BinaryField(null=True, unique=True)),
                ("version", models.IntegerField(default=1)),
                ("person", refer("person")),
                ("case", refer("case", "results")),
                ("disease", models.CharField(default="covid19", max_length=16)),
                ("meaning", models.CharField(max_length=10)),
                ("disposition", models.CharField(max_length=12)),
                ("taken_at", models.DateTimeField(null=True)),
                ("resulted_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Rewording",
            fields=[
                ("id", number_rows()),
                ("template", models.CharField(max_length=64)),
                ("base", models.CharField(max_length=8)),
                ("fr", models.TextField()),
                ("en", models.TextField()),
                ("own", models.BooleanField()),
                ("former", models.BigIntegerField(null=True)),
                ("copy_of", models.BigIntegerField(null=True)),
                ("why", models.TextField()),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("parts_fr", models.SmallIntegerField()),
                ("parts_en", models.SmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["template"], name="rewording_template")],
            },
        ),
        migrations.CreateModel(
            name="RewordingStep",
            fields=[
                ("id", number_rows()),
                ("rewording_id", models.BigIntegerField()),
                ("what", models.CharField(max_length=12)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("starts_at", models.DateTimeField(null=True)),
                ("why", models.TextField(default="")),
                ("ruling", models.CharField(default="", max_length=8)),
                ("reasons", models.CharField(default="", max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["rewording_id"], name="rewording_step")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("what", "approved")),
                        fields=("rewording_id", "by_id"),
                        name="rewording_approved_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("what__in", ("withdrawn", "activated", "cancelled", "set_aside"))
                        ),
                        fields=("rewording_id", "what"),
                        name="rewording_step_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShardLease",
            fields=[
                ("shard", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("worker", models.CharField(max_length=64, null=True)),
                ("until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", number_rows()),
                ("territory", models.CharField(default="", max_length=3)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("agents", models.IntegerField()),
                ("calls_an_hour", models.FloatField(default=3.0)),
            ],
        ),
        migrations.CreateModel(
            name="SpokenCode",
            fields=[
                ("code", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("task_id", models.BigIntegerField()),
                ("agent", models.CharField(max_length=64)),
                ("given_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("checks", models.SmallIntegerField(default=0)),
                ("checked_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["task_id"], name="spoken_task")],
            },
        ),
        migrations.CreateModel(
            name="StepCount",
            fields=[
                ("id", number_rows()),
                ("hour", models.DateTimeField()),
                ("flow", models.CharField(max_length=32)),
                ("version", models.IntegerField()),
                ("state", models.CharField(max_length=32)),
                ("asked", models.IntegerField(default=0)),
                ("answered", models.IntegerField(default=0)),
                ("again", models.IntegerField(default=0)),
                ("silent", models.IntegerField(default=0)),
                ("human", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hour", "flow", "version", "state"), name="step_count_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stray",
            fields=[
                ("id", number_rows()),
                ("number_index", models.BinaryField()),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="UnconfirmedDelivery",
            fields=[
                ("id", number_rows()),
                ("account", models.CharField(max_length=32)),
                ("digest", models.BinaryField()),
                ("gateway", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "tracing_unconfirmed",
                "indexes": [models.Index(fields=["account", "digest"], name="unconfirmed_digest")],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in STORAGE),
    ]
