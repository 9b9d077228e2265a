"""People as the domain meets them: their telephones, and the gatherings where they may have been exposed."""
