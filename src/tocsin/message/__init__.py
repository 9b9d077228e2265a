"""What arrived or is about to leave, and its readers."""
