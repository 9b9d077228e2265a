"""The desk: the next person to ring on one page, and people's files.

A call is its agent's while the page is open: the page says so every half minute, and what is not said for
three minutes goes to the next agent. Who signs out gives it back at once.
"""
