"""Who works when and where: shifts, agents lent between territories, and the tree of territories."""
