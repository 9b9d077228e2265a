"""Faults that take minutes and a machine of their own: ``TOCSIN_FAULTS=2000 ./dev test tests/tracing/faults``."""

import os

import pytest

by_hand = pytest.mark.skipif(
    not os.environ.get("TOCSIN_FAULTS"), reason="takes minutes; TOCSIN_FAULTS=2000 runs it"
)
