"""The job on a cluster of this machine: executors are processes of their own, as on a cluster of many.

As ``docs/integrate/check-a-billion.md`` says. PySpark is 456 MB, so that `./dev test` is without it: `./dev bench spark`
brings it and runs this too.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from tests.docs.paper import blocks, page

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


def read_advice(folder):
    return {row["advice_key"]: row["advice"] for row in parquet.read_table(folder).to_pylist()}


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


def test_what_to_do_is_written_once_for_all_answers(session, tmp_path):
    rows = [FRAUD | {"id": str(number)} for number in range(20)] + [FRIEND | {"id": "friend"}]
    write_messages(tmp_path / "in" / "1.parquet", [dict.fromkeys(FRAUD) | row for row in rows])
    run_job(tmp_path / "in", tmp_path / "out")
    run_job(tmp_path / "out", tmp_path / "advice", "--list-advice")
    answers, advice = read_answers(tmp_path / "out"), read_advice(tmp_path / "advice")
    assert len(advice) == 2
    assert set(advice) == {answer["advice_key"] for answer in answers}
    assert "33700" in {one["contact"] for one in advice[answers[0]["advice_key"]]}


def test_answers_joined_with_their_advice_are_whole(session):
    from tocsin.spark.advice_table import list_advice
    from tocsin.spark.frame_check import check_messages

    answers = check_messages(session.createDataFrame([FRAUD | {"id": number} for number in range(3)]))
    whole = answers.join(list_advice(answers), "advice_key").collect()
    assert len(whole) == 3
    assert all("33700" in {one.contact for one in answer.advice} for answer in whole)


def test_what_cannot_be_done_is_said_in_a_line(session, tmp_path, capsys):
    from tocsin.spark.job import main

    (tmp_path / "in").mkdir()
    assert main([str(tmp_path / "in"), str(tmp_path / "out")]) == 64
    assert "has no Parquet file yet" in capsys.readouterr().err
    write_messages(tmp_path / "in" / "1.parquet", [FRAUD])
    assert main([str(tmp_path / "in"), str(tmp_path / "out"), "--columns", "verdicts"]) == 64
    assert capsys.readouterr().err == "job.py: UnknownColumn: verdicts\n"


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


@pytest.fixture
def stranger(tmp_path):
    """Somebody who types what the page shows, with the environment of this Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": str(SOURCES)}

    def start(*commands):
        return subprocess.Popen(
            ["bash", "-e", "-c", "\n".join(commands)],
            cwd=tmp_path, env=environment, text=True, start_new_session=True, stdout=subprocess.PIPE,
        )  # fmt: skip

    return start


def test_a_stranger_types_what_the_page_shows(stranger, tmp_path):
    shown = blocks(page("integrate/check-a-billion.md"))
    (tmp_path / "sms.jsonl").write_text(next(body for _, kind, body in shown if kind == "json"), "utf-8")
    typed = [body for _, kind, body in shown if kind == "sh"]
    *ending, endless = typed
    told, _ = (running := stranger(*ending)).communicate()
    assert running.returncode == 0
    assert "'verdict': 'imposture'" in told
    assert "batch 0: 2 messages checked" in told
    assert set(read_advice(tmp_path / "advice")) >= set(read_keys(tmp_path / "stream"))

    shutil.copy(tmp_path / "messages" / "sms.parquet", tmp_path / "incoming" / "tuesday.parquet")
    running = stranger(next(line for line in typed[0].splitlines() if line.startswith("job=")), endless)
    assert next(running.stdout) == "batch 1: 2 messages checked\n"
    os.killpg(running.pid, signal.SIGINT)  # as Ctrl-C does
    assert running.communicate()[0] == ""
    assert len(read_keys(tmp_path / "stream")) == 4


def read_keys(folder):
    return parquet.read_table(folder, columns=["advice_key"])["advice_key"].to_pylist()
