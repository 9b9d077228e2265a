"""Answers to what people forward, by mail (``mail``) and by SMS (``sms``); and the verdict as a header, for a mail filter.

``answer_language`` and ``report_word`` are of both: in which language to answer, and whether it is also a report.
"""
