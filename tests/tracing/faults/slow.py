"""Faults that take minutes and a machine of their own: ``TOCSIN_FAULTS=2000`` before the test runs them."""

import os

import pytest

by_hand = pytest.mark.skipif(
    not os.environ.get("TOCSIN_FAULTS"), reason="takes minutes; TOCSIN_FAULTS=2000 runs it"
)
