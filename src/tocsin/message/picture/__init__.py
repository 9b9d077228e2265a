"""A picture of a message: the words that were found in it and where, and who speaks."""
