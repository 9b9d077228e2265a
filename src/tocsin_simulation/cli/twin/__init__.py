"""What the terminal shows of the record-day twin."""
