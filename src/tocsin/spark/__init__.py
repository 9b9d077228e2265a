"""Checks where the data is: messages in a data frame of Apache Spark, verdicts as columns."""
