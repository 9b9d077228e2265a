"""A small job for Apache Spark: messages from Parquet, verdicts to Parquet; once, or as a stream of files.

    spark-submit job.py IN OUT [--charter NAME] [--lang LANG] [--columns A,B] [--keep A,B]
    spark-submit job.py IN OUT --stream CHECKPOINT [--every SECONDS]

``docs/integrate/check-a-billion.md`` says what it needs.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession

from tocsin.locale.languages import LANGUAGES
from tocsin.spark.frame_check import check_messages


def main(words: Sequence[str] | None = None) -> int:
    """Check all messages of a folder."""
    options = parse_job_words(words)
    session = SparkSession.builder.appName("tocsin").getOrCreate()
    if options.stream:
        stream_checks(session, options)
    else:
        _check_frame(session.read.parquet(options.input), options).write.parquet(options.output)
    return 0


def stream_checks(session: SparkSession, options: Namespace) -> None:
    """Check each file of the folder once, those that come later too; without ``--every`` end when all are checked.

    Files that are there at the start say which columns there are.
    """
    schema = session.read.parquet(options.input).schema
    checked = _check_frame(session.readStream.schema(schema).parquet(options.input), options)
    writer = checked.writeStream.format("parquet").option("path", options.output)
    writer = writer.option("checkpointLocation", options.stream)
    rhythm = {"processingTime": f"{options.every} seconds"} if options.every else {"availableNow": True}
    writer.trigger(**rhythm).start().awaitTermination()


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
    return parser.parse_args(words)


def _split_names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())


if __name__ == "__main__":
    sys.exit(main())
