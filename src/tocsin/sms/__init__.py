"""SMS for real: gateways by SMPP and by HTTP, and an RCS provider with SMS where it does not reach."""
