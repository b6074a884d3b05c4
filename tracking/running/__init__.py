"""Runs one process: server, limits, metrics and logs."""
