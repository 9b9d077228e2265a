"""Tocsin: the contact charter of an institution, written once, used to check what arrives in its name."""

__version__ = "0.1.0"
