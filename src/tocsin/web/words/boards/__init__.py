"""What the boards say."""
