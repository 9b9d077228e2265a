"""What the pages of the twin say."""
