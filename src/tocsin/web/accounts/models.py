"""Accounts, sessions and the log of who looked at what."""

from django.db import models


class Account(models.Model):
    """Somebody who works here."""

    login = models.CharField(max_length=64, unique=True)
    """Never given again: it stands in files and in the log."""
    name = models.CharField(max_length=100)
    lang = models.CharField(max_length=2, default="fr")
    password = models.CharField(max_length=200, default="")
    """Argon2id, as PHC writes it; empty: comes in through the identity provider alone."""
    totp = models.BinaryField(null=True)
    """Secret of the second factor, sealed; null: none yet."""
    totp_last = models.BigIntegerField(default=0)
    """The last step of time that was used: a code opens once."""
    temporary_until = models.DateTimeField(null=True)
    """The password was given by somebody else: it opens until then, once, and another must be chosen."""
    issuer = models.CharField(max_length=200, null=True)
    """Of the identity provider, where the account belongs to one."""
    subject = models.CharField(max_length=200, null=True)
    """Who the account is there."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    closed_at = models.DateTimeField(null=True)
    """Nobody comes in any more."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("issuer", "subject"), name="staff_subject_once"),)


class Grant(models.Model):
    """A role in a territory, from when until when, by whom: what was taken away stays as a row."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16)
    territory = models.CharField(max_length=3, default="")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "role", "territory"), condition=models.Q(taken_at=None),
                name="staff_grant_once",
            ),
        )  # fmt: skip


class Session(models.Model):
    """A browser in which somebody has come in."""

    digest = models.BinaryField(primary_key=True)
    """SHA-256 of what the cookie holds: who reads the store can come in as nobody."""
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    until = models.DateTimeField()
    """The end, however busy it is."""
    browser = models.CharField(max_length=40, default="", db_default="")
    """Such as ``Firefox, Linux``: by which somebody knows their own sessions."""
    provider_token = models.BinaryField(null=True)
    """The ID token of an identity provider that wants it back at the sign-out, sealed; null: none does."""


class Arrival(models.Model):
    """Somebody who has proved a password, and not yet the rest."""

    digest = models.BinaryField(primary_key=True)
    """SHA-256 of what the cookie holds."""
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    until = models.DateTimeField()
    proved = models.BooleanField(default=False)
    """The second factor as well; a new password is missing."""
    next = models.CharField(max_length=500, default="")
    """Where they wanted to go."""


class Recovery(models.Model):
    """A code that stands for a telephone that is lost; it opens once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    digest = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "digest"), name="staff_recovery_once"),)


class Passkey(models.Model):
    """A key of a browser or a stick that signs instead of the telephone's code (WebAuthn)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    credential_id = models.BinaryField(unique=True)
    """By which the browser knows it."""
    credential = models.BinaryField()
    """Its public half, as WebAuthn writes it (attested credential data)."""
    counter = models.BigIntegerField(default=0)
    """How often it has signed, where it counts: one that does not go on was copied."""
    name = models.CharField(max_length=40, default="")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Entry(models.Model):
    """Somebody looked at a file, changed it, or changed who may: added only, each bound to the one before."""

    at = models.DateTimeField(db_index=True)
    login = models.CharField(max_length=64)
    action = models.CharField(max_length=48)
    """Of ``matrix.yaml``."""
    subject = models.CharField(max_length=12, default="")
    """``case``, ``contact``, ``person``, ``call``, ``result``, ``account``...; empty where nobody's."""
    subject_id = models.BigIntegerField(null=True)
    territory = models.CharField(max_length=3, default="")
    why = models.CharField(max_length=200, default="")
    digest = models.BinaryField()
    """SHA-256 of the entry before and of this one."""

    class Meta:
        indexes = (
            models.Index(fields=("subject", "subject_id"), name="staff_entry_subject"),
            models.Index(fields=("login", "at"), name="staff_entry_login"),
        )


class Anchor(models.Model):
    """The last digest of the log at a moment, signed: added only."""

    at = models.DateTimeField()
    entry = models.BigIntegerField(unique=True)
    """Number of the entry."""
    statement = models.TextField()
    signature = models.BinaryField()
