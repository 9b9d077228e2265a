"""The service: results in, cases, contacts, deadlines, outreach, calls and follow-up, on PostgreSQL."""

from tocsin.config import read_settings

if beginnings := read_settings().simulated_numbers:
    # Only the benchmarks set it: their towns have more people than there are numbers of fiction.
    from tocsin.conversation import phone_numbers

    phone_numbers.accept_simulated_numbers(*beginnings)
