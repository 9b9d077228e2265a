"""How many people are reached in time: counts, delays and queues, as the status and the metrics show them."""
