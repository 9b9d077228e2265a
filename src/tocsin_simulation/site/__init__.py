"""What the simulation adds to the site: pages, templates, static files and an action.

The site finds it by the entry point of this package, and reads it by the names that
:mod:`tocsin.web.site_extensions` asks for; without the package, the pages do not exist.
"""
