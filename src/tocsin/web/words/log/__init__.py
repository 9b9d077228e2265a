"""The sentences of the pages of auditors."""
