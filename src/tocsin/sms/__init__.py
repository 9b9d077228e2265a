"""SMS for real: the alphabet and its cost, gateways by SMPP and HTTP, and a simulated network of handsets."""
