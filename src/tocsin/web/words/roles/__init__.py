"""The sentences of the page that says who may do what."""
