"""From what a message shows to what it is."""
