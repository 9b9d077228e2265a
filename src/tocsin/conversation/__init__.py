"""Guided exchanges by SMS, and the reading of what people answer."""
