"""The log of who looked at what: written, chained, searched, verified, anchored."""
