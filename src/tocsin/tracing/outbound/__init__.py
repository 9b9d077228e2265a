"""From the outbox to the phones, and back: one process, one account with a network.

``outcome`` and ``hand`` decide, without I/O; ``policy`` says what becomes of what may have been sent;
``keeping``, ``hearing`` and ``store`` write; ``carry`` is the loop; ``process`` the process.
"""
