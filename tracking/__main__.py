"""``python -m tracking``: the command ``whereabouts`` without its script."""

from tracking.cli.main import main

main()
