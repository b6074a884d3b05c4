"""The whole schema of Shopify's Admin API, from the file that SHOPIFY_SCHEMA names, gzipped or not."""

import gzip
import os
from functools import cache
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema


def whole_schema() -> GraphQLSchema:
    path = os.environ.get("SHOPIFY_SCHEMA")
    if not path:
        pytest.skip("SHOPIFY_SCHEMA names no file with Shopify's whole schema")
    return _read(Path(path))


@cache
def _read(file: Path) -> GraphQLSchema:
    """Once a process: it takes a second."""
    content = file.read_bytes()
    return build_schema((gzip.decompress(content) if file.suffix == ".gz" else content).decode(), assume_valid=True)
