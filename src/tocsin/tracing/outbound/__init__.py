"""The gateway process: from the outbox to a network and back, one process for one account.

``process`` builds it, ``worker`` is its loop: events of the network (``sms``) change what is in flight
(``in_flight``) and come to a ``batch_outcome``, which ``persistence`` and ``inbound_sms`` write in one transaction
(``gateway_store``); the same transaction claims the next messages. ``lease_policy`` decides on messages that may have
been sent by a process that died.
"""
