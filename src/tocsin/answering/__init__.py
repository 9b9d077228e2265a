"""Answers to what people forward, by mail and by SMS; and the verdict as a header, for a mail filter.

``forwarded`` finds what a person forwards, ``courtesy`` decides whether that person is answered at all,
``letter`` writes the answer; ``lmtp`` and ``imap`` are the two ways in, ``submission`` the way out. ``sms``
does the same in 160 characters. ``stamp`` and ``proxy`` are the filter.
"""
