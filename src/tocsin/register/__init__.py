"""Every message issued, its code, and the answer to "was this really sent?"."""
