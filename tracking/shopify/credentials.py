"""Which shop is asked, where, in which version of the API, and by what right."""

from dataclasses import dataclass, field

from tracking.settings import Settings

DEMO_SHOP = "demo.myshopify.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who we are for Shopify: ``access_token`` is set, or both ``client_id`` and ``client_secret`` are.

    Apps made in the admin before 2026 have the former, those of the Dev Dashboard the latter.
    ``shop`` is the name under myshopify.com; ``api_url`` has no path and no slash at its end.
    """

    shop: str
    api_url: str
    api_version: str = "2026-10"
    access_token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)

    @property
    def graphql_url(self) -> str:
        """Where questions go: https://shopify.dev/docs/api/admin-graphql."""
        return f"{self.api_url}/admin/api/{self.api_version}/graphql.json"

    @property
    def token_url(self) -> str:
        """Where access tokens are granted."""
        return f"{self.api_url}/admin/oauth/access_token"


def credentials_of(settings: Settings) -> Credentials:
    """Returns those of the configured shop; without one, those of the demo store, which checks none."""
    host = settings.shopify_shop or DEMO_SHOP
    if settings.is_demo:
        version, token = settings.shopify_api_version, "demo"
        return Credentials(shop=host, api_url=f"https://{host}", api_version=version, access_token=token)
    return Credentials(
        shop=host,
        api_url=settings.shopify_api_url or f"https://{host}",
        api_version=settings.shopify_api_version,
        access_token=settings.shopify_access_token,
        client_id=settings.shopify_client_id,
        client_secret=settings.shopify_client_secret,
    )
