"""Communication: the texts that we send, how they are changed and approved, and which ones people doubt."""
