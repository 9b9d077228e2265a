"""Campaigns handed over to others: STIX 2.1, MISP events, block lists."""
