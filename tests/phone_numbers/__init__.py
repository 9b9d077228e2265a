"""What a message shows, room by room."""
