"""The sentences of the pages of administrators."""
