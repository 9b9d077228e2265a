"""Compile the reader of words, where there is a compiler: `python tools/build_kernel.py [FILE]`.

It needs a C compiler and no header of Python (`CC` names another compiler); without one nothing is made, and
words are read in Python. Run by `./dev`, and for a wheel by `hatch_build.py`.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src" / "tocsin" / "evidence"
SOURCES = sorted(FOLDER.glob("*.[ch]"))
LIBRARY = FOLDER / "_token_kernel.so"
FLAGS = ("-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared")


def find_compiler() -> list[str]:
    """The command of a C compiler, or nothing."""
    if named := os.environ.get("CC"):
        return shlex.split(named)
    found = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    return [found] if found else []


def build_kernel(target: Path = LIBRARY) -> str:
    """Compile it unless it is there and as young as its sources; answers what went wrong, or nothing."""
    if target.exists() and target.stat().st_mtime >= max(source.stat().st_mtime for source in SOURCES):
        return ""
    compiler = find_compiler()
    if not compiler:
        target.unlink(missing_ok=True)
        return "no C compiler was found"
    draft = target.with_suffix(f".{os.getpid()}")
    digest = hashlib.blake2b(b"".join(source.read_bytes() for source in SOURCES), digest_size=16).hexdigest()
    command = [
        *compiler,
        *FLAGS,
        f'-DSOURCE_DIGEST="{digest}"',
        *(str(source) for source in SOURCES if source.suffix == ".c"),
        "-o",
        str(draft),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
        if not done.returncode:
            draft.replace(target)  # in one step: a process that has the old one open keeps it
            return ""
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
    except OSError as error:
        said = [str(error)]
    draft.unlink(missing_ok=True)
    target.unlink(missing_ok=True)
    return f"{' '.join(compiler)} could not compile it ({said[-1]})"


if __name__ == "__main__":
    if reason := build_kernel(*map(Path, sys.argv[1:2])):
        print(f"words are read in plain Python: {reason}", file=sys.stderr)
