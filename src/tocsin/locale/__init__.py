"""The languages in which people read Tocsin, and its sentences in each: one folder a language.

``<language>/LC_MESSAGES/`` holds gettext catalogues: *site* for the pages, *tocsin* for the command line
and whatever is said in more than one place. A sentence has a context (the page that says it) and a stable
name (its *msgid*).
"""
