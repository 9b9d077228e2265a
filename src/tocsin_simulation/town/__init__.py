"""A synthetic town: its people, their tests, their telephones and how they answer, and who rings them.

Everything about somebody follows from the town's seed and their number in it, and is worked out when it is
asked for: a town of a million people takes no more memory than one of a thousand. Nobody in it exists.
"""
