"""What the service does by itself at a low rate: sweeps, reports, the watched folder, the erasure.

The service's clock says when a chore is due, procrastinate keeps it as a job, and any process that does
chores takes it. ``docs/reference/jobs.md`` has a line for each.
"""
