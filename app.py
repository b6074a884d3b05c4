"""Where servers find the site: ``flask run``, ``gunicorn app:app``."""

from tracking.cli.start import start

app = start()
