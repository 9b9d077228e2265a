"""The inside: who works here, what they may do and where, and what they looked at.

A page of the inside is a :class:`tocsin.web.page_route.PageRoute` with an ``action`` of ``matrix.yaml``; it
is opened by :mod:`tocsin.web.accounts.access` alone, which knows the session, asks the matrix and refuses the
rest.
"""
