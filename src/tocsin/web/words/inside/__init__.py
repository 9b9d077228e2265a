"""The sentences of the way in and of the front page of the inside."""
