"""The job on a cluster of this machine: executors are processes of their own, as on a cluster of many.

As ``docs/integrate/check-a-billion.md`` says. PySpark is 456 MB, so that `./dev test` is without it: `./dev bench spark`
brings it and runs this too.
"""

import os
import shutil
import sys
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from .test_frame_check import FRAUD, FRIEND, as_scan_line, read_own_rows, scan_rows

pytest.importorskip("pyspark", reason="PySpark is not here: ./dev bench spark brings it and runs these")
if not shutil.which("java"):
    pytest.skip("Java is not here (apt-get install default-jre-headless)", allow_module_level=True)

SOURCES = Path(__file__).parents[2] / "src"
EXECUTORS = 2


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    begun = (
        SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.PYTHONPATH", str(SOURCES))
        .config("spark.sql.shuffle.partitions", str(EXECUTORS))
        .getOrCreate()
    )
    begun.sparkContext.setLogLevel("ERROR")
    yield begun
    begun.stop()


def run_job(*words):
    from tocsin.spark.job import main

    assert main([str(word) for word in words]) == 0


def write_messages(file, rows):
    """A file of a folder to check, with the day given to every message: scan and cluster may stand on two sides of midnight."""
    file.parent.mkdir(exist_ok=True)
    schema = pyarrow.schema([(name, pyarrow.string()) for name in rows[0]])
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema), file)


def read_answers(folder):
    return parquet.read_table(folder).sort_by("id").to_pylist()


def test_the_job_writes_what_scan_writes(session, tmp_path):
    rows = [{"received_at": "2026-03-02"} | row for row in read_own_rows()]
    rows = sorted(
        ({name: row.get(name) for name in (*FRAUD, "subject")} for row in rows), key=lambda r: r["id"]
    )
    for number in range(EXECUTORS):
        write_messages(tmp_path / "in" / f"{number}.parquet", rows[number::EXECUTORS])
    run_job(tmp_path / "in", tmp_path / "out")
    answers = read_answers(tmp_path / "out")
    given = [{name: value for name, value in row.items() if value is not None} for row in rows]
    assert b"".join(map(as_scan_line, answers)) == scan_rows(given)


def test_a_charter_and_columns_are_chosen_for_all_executors(session, tmp_path):
    row = {
        "id": "1",
        "operator": "B",
        "text": "impots.gouv : donnez votre carte bancaire sur impots-remb.example",
    }
    write_messages(tmp_path / "in" / "1.parquet", [row])
    charter = SOURCES / "tocsin" / "charters" / "dgfip"
    run_job(
        tmp_path / "in",
        tmp_path / "out",
        "--charter",
        charter,
        "--columns",
        "verdict,charter",
        "--keep",
        "operator",
    )
    (answer,) = read_answers(tmp_path / "out")
    assert set(answer) == {"id", "operator", "verdict", "charter"}
    assert answer["charter"]["id"] == "dgfip"


def test_a_stream_checks_each_file_once(session, tmp_path):
    words = (tmp_path / "in", tmp_path / "out", "--stream", tmp_path / "checked", "--columns", "verdict")
    write_messages(tmp_path / "in" / "monday.parquet", [FRAUD])
    run_job(*words)
    assert [answer["verdict"] for answer in read_answers(tmp_path / "out")] == ["imposture"]
    write_messages(tmp_path / "in" / "tuesday.parquet", [FRIEND])
    run_job(*words)
    assert [answer["id"] for answer in read_answers(tmp_path / "out")] == [FRAUD["id"], FRIEND["id"]]
