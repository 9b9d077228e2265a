"""The door of the inside: accounts, the ways in (password, second factor, passkey, provider), sessions.

A page of the inside is a :class:`tocsin.web.page_urls.PageRoute` with an action of ``staff/matrix.yaml``; it
is opened by :mod:`tocsin.web.accounts.access` alone, which knows the session, asks the matrix and refuses the
rest.
"""
