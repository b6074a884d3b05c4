from importlib import resources


def names() -> list[str]:
    """The names of all queries."""
    files = resources.files("tracking.shopify").joinpath("queries").iterdir()
    return sorted(file.name.removesuffix(".graphql") for file in files if file.name != "fragments.graphql")
