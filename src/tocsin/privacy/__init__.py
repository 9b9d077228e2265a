"""Personal data: the vault and its keys, blind indexes, retention, erasure and its signed statements."""
