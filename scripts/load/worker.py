"""The worker alone, as ``whereabouts worker`` runs it: ``python -m scripts.load.worker PORT``.

It listens on the port for no other reason than that the bench sees that it has begun.
"""

import sys
import time

from app import app
from tracking.cli.serve import listen
from tracking.services import services

if __name__ == "__main__":
    with app.app_context():
        worker = services().worker
    with listen("127.0.0.1", int(sys.argv[1])):
        worker.run(leads=True, sleep=time.sleep, is_stopping=lambda: False, is_alone=True)
