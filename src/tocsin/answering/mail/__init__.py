"""Mail in and out: IMAP, LMTP and the SMTP proxy, and the answer to what somebody forwarded."""
