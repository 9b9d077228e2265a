"""The sentences of the supervisor's pages."""
