"""Charter and evidence make a verdict: level, reasons, what it proves, advice."""
