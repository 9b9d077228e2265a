"""The record-day twin: what would come of a day under other rules, played on the service itself.

People, operators, agents and the epidemic are simulated; the service is not. Intake, engine, gateway, sweep
and calls run on an embedded store of the region's own, in one process, at moments that are handed in.
"""
