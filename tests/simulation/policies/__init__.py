"""Tests of the record-day twin: the same day on a real store, policies, the epidemic, comparisons."""
