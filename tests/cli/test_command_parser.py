"""A command that was mistyped: the word that is wrong, what was meant, and where more is said."""

import socket
from types import SimpleNamespace

import psycopg
import pytest

from tocsin.cli import service
from tocsin.cli.main import run_cli


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--chanel", "sms", "x"], "check: there is no option --chanel; did you mean --channel?"),
        (["guard", "--texte", "x"], "guard: there is no option --texte; did you mean --text?"),
        (["db", "start", "--prt", "3"], "db: there is no option --prt; did you mean --port?"),
        (["check", "--quokka", "x"], "check: there is no option --quokka"),
        (["check", "votre", "colis"], "check: too many words: colis (a text of several words stands in quotes)"),
        (["check", "--received", "31/12/2025", "x"], "check: argument --received: '31/12/2025' is not a day such as 2024-05-31"),
    ],
)  # fmt: skip
def test_the_word_that_is_wrong_is_named_with_the_one_that_was_meant(words, said, capsys):
    assert run_cli(words) == 64
    assert capsys.readouterr().err == f"tocsin: {said}\nTry tocsin {words[0]} --help.\n"


def test_what_is_missing_is_said_once(capsys):
    assert run_cli(["flow", "show", "nope"]) == 66
    assert capsys.readouterr().err == "tocsin: there is no flow 'nope'; there are case, contact, follow_up\n"


def test_a_port_that_is_taken_is_said_in_words(capsys, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run_cli(["site", "--port", str(port)]) == 69
    said = capsys.readouterr().err
    assert said.startswith(f"tocsin: cannot listen on 127.0.0.1:{port}: ")
    assert "('" not in said
    assert said.endswith("; choose another with --host and --port\n")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (psycopg.errors.UndefinedTable, "the store was never migrated: tocsin db migrate"),
        (psycopg.errors.UndefinedColumn, "the store is older than this program: tocsin db migrate"),
    ],
)
def test_a_store_that_is_behind_is_no_bug_of_the_program(missing, said, capsys, monkeypatch):
    def read_what_is_not_there(_options):
        raise missing

    module = SimpleNamespace(run_command=read_what_is_not_there, add_arguments=lambda _parser: None)
    monkeypatch.setattr(service, "import_command_module", lambda _name: module)
    assert run_cli(["status"]) == 69
    assert capsys.readouterr().err == f"tocsin: {said}\n"
