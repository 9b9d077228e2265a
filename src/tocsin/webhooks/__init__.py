"""Outgoing webhooks: what other programs of the operator are told, by Standard Webhooks, from a queue in the store.

Nothing personal is in an event, nor the text of any message: counts, and names of institutions.
"""
