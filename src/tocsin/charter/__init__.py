"""What an institution promises: schema, loading, the view as of a date, lint, diff."""
