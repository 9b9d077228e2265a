"""Calls of one département that agents of another make for a time."""

from django.db import models

from tocsin.store.models.calls import CallTask


class Loan(models.Model):
    """Who lends calls to whom, until when; the row stays when it is over."""

    lender = models.CharField(max_length=3)
    """Code of the département whose people are rung."""
    borrower = models.CharField(max_length=3)
    """Code of the département whose agents ring them."""
    tasks = models.IntegerField(null=True)
    """So many of its calls, which are then the borrower's alone; null: all, which both may take."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """The end that was planned; that at which it was taken back, where it was."""
    by = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("ends_at",), name="loan_end"),)


class LentCall(models.Model):
    """A call that is the borrower's, as one of a number that was lent."""

    task = models.OneToOneField(CallTask, primary_key=True, on_delete=models.CASCADE, db_constraint=False)
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE)

    class Meta:
        db_table = "tracing_lent"
