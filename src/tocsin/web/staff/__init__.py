"""Who is at work: what they may do and where (``matrix.yaml``), on which clock, and the menu of the inside.

Nothing here lets anybody in: that is :mod:`tocsin.web.accounts`.
"""
