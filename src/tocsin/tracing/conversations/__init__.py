"""The engine: takes what happened to phones, lets their conversations go on, and writes what follows.

A step is one transaction: events taken out, conversations as they now are, register entries, messages to
send, calls to make, and every change as a row. Killed at any instant, it happened whole or not at all.
"""
