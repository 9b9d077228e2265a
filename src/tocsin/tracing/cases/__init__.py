"""People's files at the desk: found, read, and put right where two are one or one is two."""
