"""The sender's side: what may leave in the institution's name, held against the same charter as what arrives."""
