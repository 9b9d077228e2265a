"""The papers that a public body needs to open the site, made from what the program itself does.

Nothing in them is typed twice: periods are the constants that the erasure and the cleanup run by, columns those of the
inventory of personal data, roles those of the matrix of permissions, and every table of the store must be spoken for.
"""
