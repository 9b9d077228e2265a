"""Answers by mail to what people forward to an address.

``lmtp`` and ``imap`` are the two ways in, ``mail_responder`` what happens to a mail: ``forwarded_message`` finds what a
person forwards, ``reply_policy`` decides whether that person is answered at all, ``reply_body`` and ``reply_mail`` write
the answer, ``submission`` hands it to a server. ``milter`` and ``verdict_header`` are the mail filter.
"""
