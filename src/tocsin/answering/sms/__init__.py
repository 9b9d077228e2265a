"""Answers by SMS to what people forward to a number of its own: at most 160 characters, one SMS.

``check_request`` reads what came, ``answer_text`` writes what goes out; ``sms_responder`` decides and registers in one
transaction, ``answer_worker`` stands between it and the network.
"""
