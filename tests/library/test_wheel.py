"""Somebody else's program uses Tocsin: the wheel alone, in an empty environment."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.build_kernel import find_compiler

ROOT = Path(__file__).resolve().parents[2]
FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
COMES_WITH = {
    "can-ada",
    "compressed-rtf",
    "dkimpy",
    "dnspython",
    "msgspec",
    "olefile",
    "phonenumberslite",
    "pyyaml",
    "striprtf",
    "turbohtml",
    "tzdata",
}
WEB = ("django", "granian", "http", "urllib.request", "socket", "ssl", "asyncio", "requests", "aiohttp")


def uv_environment() -> dict[str, str]:
    """What the project's own uv is told: the system's Python, and the cache that the set-up filled."""
    return {
        "UV_PYTHON_PREFERENCE": "only-system",
        "UV_SYSTEM_CERTS": "1",
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(ROOT / ".dev" / "cache")),
        "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}",
    }


def run_uv(*arguments: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")} | uv_environment()
    tool = shutil.which("uv", path=env["PATH"])
    return subprocess.run(
        [str(tool), "--quiet", *map(str, arguments)], cwd=folder, env=env, capture_output=True, text=True
    )


def uv(*arguments: object, folder: Path = ROOT) -> None:
    done = run_uv(*arguments, folder=folder)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What "./dev wheel" leaves."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev"), "wheel", str(folder)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def wheel(carried: Path) -> Path:
    """The wheel, built from what git would hand to somebody."""
    return next(carried.glob("*.whl"))


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and what it asks for, at the locked versions."""
    folder = tmp_path_factory.mktemp("empty")
    uv(
        "export",
        "--frozen",
        "--no-dev",
        "--no-emit-project",
        "--no-hashes",
        "--output-file",
        folder / "locked.txt",
    )
    uv("venv", "--python", sys.executable, folder / "venv")
    found = folder / "venv" / "bin" / "python"
    uv("pip", "install", "--python", found, wheel, "--constraint", folder / "locked.txt")
    return found


def told(python: Path, program: str) -> str:
    """What a program prints, run outside the project."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(python), "-c", program], cwd=python.parent, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# ---- docs/operate/install.md: the wheel that somebody built, carried to another machine with its hash


def test_all_that_it_needs_is_named_with_its_hash(carried):
    lines = [line for line in (carried / "requirements.txt").read_text().splitlines() if line[:1] not in " "]
    assert lines[0].startswith("./tocsin-")
    named = {line.partition("==")[0] for line in lines[1:]}
    assert {"django", "granian", "aiosmtpd", "psycopg", "msgspec"} <= named
    assert not named & {"pytest", "ruff", "playwright"}


def test_a_wheel_that_is_not_the_one_that_was_built_is_refused(carried, tmp_path):
    own = (carried / "requirements.txt").read_text().splitlines()[0]
    (tmp_path / "built.txt").write_text(own)
    (tmp_path / "another.txt").write_text(re.sub(r"sha256:.{4}", "sha256:0000", own))
    command = ["pip", "install", "--no-deps", "--require-hashes", "--target", str(tmp_path / "there")]
    (tmp_path / next(carried.glob("*.whl")).name).symlink_to(next(carried.glob("*.whl")))
    uv(*command, "-r", tmp_path / "built.txt", folder=tmp_path)
    assert (tmp_path / "there" / "tocsin").is_dir()
    shutil.rmtree(tmp_path / "there")
    with pytest.raises(AssertionError, match=r"(?i)hash"):
        uv(*command, "-r", tmp_path / "another.txt", folder=tmp_path)
    assert not (tmp_path / "there" / "tocsin").exists()


def test_its_bill_of_materials_names_what_is_installed(carried):
    """``./dev wheel`` wrote it and held it against the schema; here it is held against what pip would fetch."""
    bill = json.loads(next(carried.glob("tocsin-*.cdx.json")).read_text())
    pinned = {
        line.partition(" ;")[0].partition(" \\")[0]
        for line in (carried / "requirements.txt").read_text().splitlines()[1:]
        if line[:1] not in " "
    }
    assert bill["specVersion"] == "1.6"
    assert {f"{one['name']}=={one['version']}" for one in bill["components"]} == {
        line.replace("[binary,pool]", "") for line in pinned if "sys_platform == 'win32'" not in line
    }
    digest = hashlib.sha256(next(carried.glob("*.whl")).read_bytes()).hexdigest()
    assert bill["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    assert {one["name"] for one in bill["metadata"]["component"]["components"]} >= {"htmx.org"}


def test_no_licence_asks_that_a_program_which_uses_it_be_given_away(carried):
    bill = json.loads(next(carried.glob("tocsin-*.cdx.json")).read_text())
    said = {c["name"]: json.dumps(c["licenses"]) for c in bill["components"]}
    assert [name for name, licence in said.items() if re.search(r"\bA?GPL", licence)] == []
    assert re.search(r"\| django \| [\d.]+ \| BSD-3-Clause \|", (carried / "licences.md").read_text())


def test_uvx_checks_a_message_from_the_wheel_alone(wheel, tmp_path):
    """As somebody does who has the file and nothing else, anywhere."""
    wheel_alone = tmp_path / wheel.name
    wheel_alone.symlink_to(wheel)
    done = run_uv("tool", "run", "--python", sys.executable, "--from", wheel_alone,
                  "tocsin", "check", FRAUD, "--json", folder=tmp_path)  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert json.loads(done.stdout)["verdict"] == "imposture"


def test_the_wheel_holds_every_charter_and_page(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    here = ROOT / "src"
    for part in ("charters/*/charter.yaml", "web/**/*.html", "web/static/*", "conversation/flows/*.yaml"):
        files = {str(file.relative_to(here)) for file in (here / "tocsin").glob(part)}
        assert files
        assert files <= names


def test_the_wheel_holds_tables_data_and_types(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "tocsin/_tables.msgpack" in names
    assert {f"tocsin/locale/{lang}/LC_MESSAGES/site.mo" for lang in ("fr", "en")} <= names
    assert not [name for name in names if name.endswith(".po")]
    assert "tocsin/py.typed" in names
    assert not [name for name in names if name.startswith("tests/") or "/tests/" in name]


def test_a_message_is_checked(python):
    program = f"""
import datetime, tocsin
verdict = tocsin.check({FRAUD!r}, channel="sms", sender="AMELI", received=datetime.date(2024, 5, 2))
print(verdict.level, tocsin.__file__)
"""
    level, file = told(python, program).split()
    assert level == "imposture"
    assert file.startswith(str(python.parent.parent))


def test_nothing_of_the_web_and_no_yaml_is_imported(python):
    program = f"import sys, tocsin; tocsin.check({FRAUD!r}); print(*sys.modules)"
    modules = set(told(python, program).split())
    assert not modules & {*WEB, "yaml", "email"}


def test_the_tables_are_those_of_the_wheel(python):
    """They are fresh as they come: nothing is compiled or written, in a folder that may be read-only."""
    program = (
        "from tocsin.charter import compiled_tables as t; "
        "print(t._read_stored_tables().fingerprint == t.hash_sources())"
    )
    assert told(python, program) == "True"


def test_what_comes_with_it(python):
    program = """
import json
from importlib.metadata import distributions
print(json.dumps([d.name.lower().replace("_", "-") for d in distributions()]))
"""
    assert set(json.loads(told(python, program))) - {"tocsin"} == COMES_WITH


def test_it_holds_the_kernel_where_there_is_a_compiler(wheel, python):
    reading = told(python, "from tocsin.evidence.token_kernel import describe_reading as d; print(d())")
    if find_compiler():
        assert "-py3-none-linux_" in wheel.name or "-py3-none-macosx_" in wheel.name
        assert reading == "words are read by the compiled kernel"
    else:
        assert wheel.name.endswith("-py3-none-any.whl")


def test_a_plain_wheel_is_for_any_machine(tmp_path):
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"TOCSIN_KERNEL": "plain"})
    built = next(tmp_path.glob("*.whl"))
    assert built.name.endswith("-py3-none-any.whl")
    assert not [name for name in zipfile.ZipFile(built).namelist() if name.endswith((".so", ".c", ".h"))]


def test_the_command_is_there(python):
    command = python.parent / "tocsin"
    done = subprocess.run(
        [str(command), "check", FRAUD, "--json"], capture_output=True, text=True, cwd=python.parent
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["verdict"] == "imposture"
