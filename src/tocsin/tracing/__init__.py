"""The service: results in, cases, contacts, deadlines, outreach, calls and follow-up, on PostgreSQL."""
