"""The product's people and networks, simulated: a town, its telephones, an SMS network, and policies compared."""
