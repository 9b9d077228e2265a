"""The handsets of the demonstration: telephones of a synthetic town, to read and answer as a person would.

They are pages of a site that was started beside a simulated network and told so; see :mod:`.demonstration`.
Any other site has no such pages.
"""
