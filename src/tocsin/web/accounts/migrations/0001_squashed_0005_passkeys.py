"""Accounts, sessions and the log of who looked at what, which is added to and never changed: the server itself refuses.

One in the place of the steps that led there: a store that took them all takes this one as done.
"""

from django.db import migrations, models

STEPS = "0001_initial 0002_append_only 0003_second_factor 0004_anchors 0005_passkeys".split()
"""What came before, and is done where this is."""
GUARD = """
create function staff_entry_is_kept() returns trigger language plpgsql as
$$ begin raise exception 'the log of the inside is added to, never changed'; end $$;
create trigger staff_entry_kept before update or delete or truncate on staff_entry
for each statement execute function staff_entry_is_kept();
create trigger staff_anchor_kept before update or delete or truncate on staff_anchor
for each statement execute function staff_entry_is_kept();
"""
UNGUARD = """
drop trigger staff_anchor_kept on staff_anchor;
drop trigger staff_entry_kept on staff_entry;
drop function staff_entry_is_kept();
"""


def number_rows() -> "models.BigAutoField[int, int]":
    """The key of every table."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    replaces = [("staff", name) for name in STEPS]
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", number_rows()),
                ("login", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("lang", models.CharField(default="fr", max_length=2)),
                ("password", models.CharField(default="", max_length=200)),
                ("totp", models.BinaryField(null=True)),
                ("totp_last", models.BigIntegerField(default=0)),
                ("temporary_until", models.DateTimeField(null=True)),
                ("issuer", models.CharField(max_length=200, null=True)),
                ("subject", models.CharField(max_length=200, null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "subject"), name="staff_subject_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", number_rows()),
                ("at", models.DateTimeField()),
                ("entry", models.BigIntegerField(unique=True)),
                ("statement", models.TextField()),
                ("signature", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("account", models.ForeignKey(on_delete=models.CASCADE, to="staff.account")),
                ("until", models.DateTimeField()),
                ("proved", models.BooleanField(default=False)),
                ("next", models.CharField(default="", max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", number_rows()),
                ("at", models.DateTimeField(db_index=True)),
                ("login", models.CharField(max_length=64)),
                ("action", models.CharField(max_length=48)),
                ("subject", models.CharField(default="", max_length=12)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("territory", models.CharField(default="", max_length=3)),
                ("why", models.CharField(default="", max_length=200)),
                ("digest", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "subject_id"], name="staff_entry_subject"),
                    models.Index(fields=["login", "at"], name="staff_entry_login"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", number_rows()),
                (
                    "account",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="grants", to="staff.account"),
                ),
                ("role", models.CharField(max_length=16)),
                ("territory", models.CharField(default="", max_length=3)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_by", models.CharField(default="", max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_at", None)),
                        fields=("account", "role", "territory"),
                        name="staff_grant_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", number_rows()),
                ("account", models.ForeignKey(on_delete=models.CASCADE, to="staff.account")),
                ("credential_id", models.BinaryField(unique=True)),
                ("credential", models.BinaryField()),
                ("counter", models.BigIntegerField(default=0)),
                ("name", models.CharField(default="", max_length=40)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", number_rows()),
                ("account", models.ForeignKey(on_delete=models.CASCADE, to="staff.account")),
                ("digest", models.BinaryField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "digest"), name="staff_recovery_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("account", models.ForeignKey(on_delete=models.CASCADE, to="staff.account")),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("browser", models.CharField(db_default="", default="", max_length=40)),
                ("provider_token", models.BinaryField(null=True)),
            ],
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
