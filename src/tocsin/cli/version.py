"""``tocsin version``: what runs here."""

from argparse import Namespace

from tocsin import __version__


def run_command(options: Namespace) -> int:
    print(f"tocsin {__version__}")
    if options.verbose:
        from tocsin.evidence.token_kernel import describe_reading

        print(describe_reading())
    return 0
