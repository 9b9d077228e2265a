"""The sentences of the pages of the simulation, one module a page, as those of the site."""
