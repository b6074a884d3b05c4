from tests.shopify.asking import granted, static
from tracking.settings import Settings
from tracking.shopify.credentials import Credentials, credentials_of


def test_questions_go_to_the_version_that_was_chosen() -> None:
    credentials = Credentials(shop="a.myshopify.com", api_url="https://a", api_version="2027-01", access_token="t")

    assert credentials.graphql_url == "https://a/admin/api/2027-01/graphql.json"
    assert credentials.token_url == "https://a/admin/oauth/access_token"


def test_secrets_do_not_stand_in_a_printed_form() -> None:
    for credentials in (static("https://a"), granted("https://a")):
        assert "'demo'" not in repr(credentials).replace("client_id='demo'", "")


def test_those_of_the_settings_lead_to_the_shop_unless_another_address_is_set() -> None:
    given = {"SHOPIFY_SHOP": "acme", "SHOPIFY_CLIENT_ID": "i", "SHOPIFY_CLIENT_SECRET": "s", "SECRET_KEY": "k"}
    found = credentials_of(Settings.from_environ(given))
    assert (found.shop, found.api_url) == ("acme.myshopify.com", "https://acme.myshopify.com")
    assert (found.client_id, found.client_secret, found.access_token) == ("i", "s", None)
    elsewhere = Settings.from_environ({**given, "SHOPIFY_API_URL": "https://egress.example.com"})
    assert credentials_of(elsewhere).api_url == "https://egress.example.com"
