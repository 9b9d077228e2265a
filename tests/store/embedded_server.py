"""An embedded server that is started, asked and killed, for tests."""

import psycopg

from tocsin.store import embedded

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


def start(home, **more):
    return embedded.start_store(home, settings=QUICK, **more)


def ask(url, statement):
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchone()[0]
