"""The sender's side: what may leave in the institution's name, held against the charter of what arrives."""
