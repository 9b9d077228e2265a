"""What every process stands on: the clock, log lines, the supervisor of workers, the garbage collector."""
