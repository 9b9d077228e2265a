"""The command that runs the town: how it ends."""

import argparse
import logging
from contextlib import contextmanager

from tocsin_simulation.cli import town_command


def test_who_stops_it_while_it_is_set_up_reads_one_sentence(monkeypatch, capsys):
    @contextmanager
    def interrupted_town(*_):
        logging.getLogger("psycopg").warning("error ignored in rollback")
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(town_command, "running_town", interrupted_town)
    parser = argparse.ArgumentParser()
    town_command.add_arguments(parser)
    assert town_command.run_command(parser.parse_args(["--plain"])) == 130
    assert capsys.readouterr().err == "tocsin: stopped before its day began: nothing is left of the town\n"
