"""The boards: figures of the service and of the epidemic, by territory, with a table beside each chart.

A page is made of *panels* (``panels``): a title, what it means, a chart, and a table that is also a CSV file.
What they show comes from the snapshots that a job writes (``metrics/surveillance``); what somebody may not see is taken
out of them before anything is computed (``territory_access``).
"""
