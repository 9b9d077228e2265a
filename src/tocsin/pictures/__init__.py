"""Reading pictures: words and codes are found in a process of their own, which is bounded and writes nothing."""
