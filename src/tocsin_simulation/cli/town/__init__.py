"""The show of the synthetic town: what stands on its screen."""
