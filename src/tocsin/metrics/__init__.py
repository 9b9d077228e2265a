"""Figures of the service and of the epidemic: reach, surveillance, forecast, and what must be suppressed."""
