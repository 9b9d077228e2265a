"""The record-day twin: what would come of a day under other rules, played on the service's own decisions.

People, operators, agents and the epidemic are simulated; what is decided about them is not. Conversations,
deadlines, quiet hours, retries, who is who, plans and the guard are those of the service, imported. Only what
the service leaves to PostgreSQL (the order of calls, what is open for whom) is kept in memory here, and a
test plays one day on both and finds the same SMS and the same calls.
"""
