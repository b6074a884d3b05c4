"""WSGI middleware around Flask: request log, page cache, admission, header limits."""
