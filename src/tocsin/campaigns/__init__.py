"""Reports of doubtful messages, and the fraud campaigns that they belong to."""
