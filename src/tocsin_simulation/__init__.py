"""A town, its telephones and an SMS network, simulated; policies compared. The product does not know it."""
