"""The supervisor's pages: who rings, how much there is, what will come; results that wait for a repair."""
