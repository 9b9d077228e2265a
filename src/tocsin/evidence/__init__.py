"""What a message shows: claim, sender, numbers, links, asks, lures, pressure, disguise, authentication."""
