"""A simulated SMS network: message centre, handsets, and the habits of real networks."""
