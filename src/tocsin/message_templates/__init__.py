"""The words of the conversations, changed without a new Tocsin: proposed, approved by two, dated, taken back.

Tocsin comes with the texts of its flows. What is in force at a moment is these, overlaid by the rewordings
that were activated: ``active_flows`` is what an engine says. A rewording changes words only; what is asked, what
is listened for and where answers lead stay as they are. The guard reads it three times: when it is proposed,
when it is activated, and each day before it is used.
"""
