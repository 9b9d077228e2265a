"""Calls to make: by earliest deadline, one agent each, and what came of them.

Each of these is one transaction, or a savepoint of the caller's: on a connection in autocommit what it did is
there when it returns.
"""
