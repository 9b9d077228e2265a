"""The sentences of communication."""
