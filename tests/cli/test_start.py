"""Starting is fast: what is not needed is not imported."""

import subprocess
import sys

import pytest

FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
SLOW = (
    "yaml",
    "rich",
    "phonenumbers",
    "dkim",
    "turbohtml",
    "fast_mail_parser",
    "multiprocessing",
    "asyncio",
    "email",
    "typing_extensions",
)
FOR_MANY_MESSAGES = ("ctypes", "hashlib", "threading", "shutil")
"""What the kernel takes, and who draws a usage."""


def imported(*arguments: str) -> set[str]:
    program = (
        "import sys; from tocsin.cli.main import run_cli; status = run_cli(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("arguments", [("check", FRAUD), ("check", FRAUD, "--json"), ("version",)])
def test_nothing_slow_is_imported(arguments):
    imported(*arguments)  # the first one in a new checkout compiles the tables from their YAML
    assert imported(*arguments).isdisjoint((*SLOW, *FOR_MANY_MESSAGES))


def test_help_reads_what_is_installed_beside_and_nothing_else_that_is_slow():
    assert imported("--help").isdisjoint(
        set(SLOW) - {"email"}
    )  # the entry points' metadata are an e-mail head


def test_a_check_without_a_register_does_not_pay_for_one():
    program = (
        "import sys; from tocsin.cli.main import run_cli; run_cli(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, "check", FRAUD], capture_output=True, text=True)
    loaded = {name for name in done.stderr.split() if name.startswith("tocsin.")}
    assert "tocsin.verdict.decision" in loaded
    assert not [
        n
        for n in loaded
        if n.startswith(("tocsin.register", "tocsin.conversation", "tocsin.evidence.issue_codes"))
    ]


def test_the_package_itself_imports_nothing():
    program = "import sys; before = set(sys.modules); import tocsin; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["tocsin"]
