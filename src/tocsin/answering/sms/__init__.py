"""Answers by SMS to what people forward to a number of its own: at most 160 characters, one SMS.

``asked`` reads what came, ``words`` and ``answer`` write what goes out; ``desk`` decides and registers in one
transaction, ``process`` stands between the desk and the network.
"""
