"""What can keep the embedded server from doing as it is told; every message says what to do."""


class CannotStart(Exception):
    """The store cannot be started."""


class ServerEnded(CannotStart):
    """The server ended before it answered."""


class EmbeddedStoreInUse(CannotStart):
    """Another process has this store in its hands."""


class CannotStop(Exception):
    """The store cannot be stopped."""
