"""Records of cases and contacts: found, read, and put right where two are one or one is two."""
