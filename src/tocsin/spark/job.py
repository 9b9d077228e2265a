"""A small job for Apache Spark: messages from Parquet, verdicts to Parquet; once, or as a stream of files.

    spark-submit job.py IN OUT [--charter NAME] [--lang LANG] [--columns A,B] [--keep A,B]
    spark-submit job.py IN OUT --stream CHECKPOINT [--every SECONDS]
    spark-submit job.py OUT ADVICE --list-advice

``docs/integrate/check-a-billion.md`` says what it needs.
"""

import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming.query import StreamingQuery

from tocsin.locale.languages import LANGUAGES
from tocsin.spark.advice_table import list_advice
from tocsin.spark.frame_check import check_messages


class NoFileYet(ValueError):
    """A folder is empty: its files say which columns there are."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} has no Parquet file yet, and its files say which columns there are")


def main(words: Sequence[str] | None = None) -> int:
    """Check all messages of a folder, or list the advice of answers."""
    options = parse_job_words(words)
    session = SparkSession.builder.appName("tocsin").getOrCreate()
    try:
        run_job(session, options)
    except (
        AnalysisException,
        ValueError,
    ) as error:  # what was asked for cannot be done, and Spark has not begun
        told = (
            error.getMessage() if isinstance(error, AnalysisException) else f"{type(error).__name__}: {error}"
        )
        print(f"job.py: {told}", file=sys.stderr)
        return 64
    return 0


def run_job(session: SparkSession, options: Namespace) -> None:
    """Do what the words say. Raises NoFileYet, UnknownColumn, NoMessageColumn, NoSuchCharter, UnknownAdvice."""
    if options.stream:
        stream_checks(session, options)
        return
    frame = _read_folder(session, options.input)
    if options.list_advice:
        found = list_advice(frame, charter=options.charter, lang=options.lang).coalesce(1)
    else:
        found = _check_frame(frame, options)
    found.write.parquet(options.output)


def stream_checks(session: SparkSession, options: Namespace) -> None:
    """Check each file of the folder once, those that come later too; without ``--every`` end when all are checked.

    Files that are there at the start say which columns there are.
    """
    schema = _read_folder(session, options.input).schema
    checked = _check_frame(session.readStream.schema(schema).parquet(options.input), options)
    writer = checked.writeStream.format("parquet").option("path", options.output)
    writer = writer.option("checkpointLocation", options.stream)
    rhythm = {"processingTime": f"{options.every} seconds"} if options.every else {"availableNow": True}
    # Ctrl-C reaches Spark too, which ends in its own way: to ask it anything then would fail.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    tell_progress(writer.trigger(**rhythm).start())


def tell_progress(query: StreamingQuery) -> None:
    """Print how many messages each batch had, until the stream ends."""
    told = -1
    ended: bool | None = False
    while not ended:
        ended = query.awaitTermination(1)
        for batch in query.recentProgress:
            if batch["batchId"] > told and batch["numInputRows"]:
                told = batch["batchId"]
                print(f"batch {told}: {batch['numInputRows']} messages checked", flush=True)


def _read_folder(session: SparkSession, folder: str) -> DataFrame:
    try:
        return session.read.parquet(folder)
    except AnalysisException as error:
        if error.getCondition() == "UNABLE_TO_INFER_SCHEMA":
            raise NoFileYet(folder) from None
        raise


def _check_frame(frame: DataFrame, options: Namespace) -> DataFrame:
    return check_messages(
        frame, charter=options.charter, lang=options.lang, columns=options.columns, keep=options.keep
    )


def parse_job_words(words: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(
        prog="job.py", description="Verdicts on the messages of a folder of Parquet files."
    )
    add = parser.add_argument
    add(
        "input",
        metavar="IN",
        help="folder of Parquet files; its columns are the keys of a row of tocsin scan",
    )
    add("output", metavar="OUT", help="folder to write Parquet files to")
    add(
        "--charter",
        metavar="NAME",
        help="charter to judge by (default: that of the institution found in each)",
    )
    add("--lang", choices=LANGUAGES, default="fr", help="language of the sentences")
    add("--columns", type=_split_names, metavar="A,B", help="columns of the answer to write (default: all)")
    add("--keep", type=_split_names, default=(), metavar="A,B", help="columns of IN to write too, beside id")
    add("--stream", metavar="CHECKPOINT", help="check each file once; here is noted which were")
    add("--every", type=int, metavar="SECONDS", help="go on with files that come, in this rhythm")
    add(
        "--list-advice",
        action="store_true",
        help="IN are verdicts: write to OUT what to do, once for each advice_key",
    )
    return parser.parse_args(words)


def _split_names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())


if __name__ == "__main__":
    sys.exit(main())
