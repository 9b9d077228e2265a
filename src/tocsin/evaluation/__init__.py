"""How often verdicts are right: labelled rows, figures with intervals, rounds of separate authors, the ledger."""
