"""Where servers find the site: ``flask run``, ``gunicorn app:app``."""

from tracking.cli.first_check import check_with_first_request
from tracking.cli.start import start

app = start()
check_with_first_request(app)
