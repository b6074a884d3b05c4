from tests.shopify.asking import granted, static
from tracking.shopify.credentials import Credentials


def test_questions_go_to_the_version_that_was_chosen() -> None:
    credentials = Credentials(shop="a.myshopify.com", api_url="https://a", api_version="2027-01", access_token="t")

    assert credentials.graphql_url == "https://a/admin/api/2027-01/graphql.json"
    assert credentials.token_url == "https://a/admin/oauth/access_token"


def test_secrets_do_not_stand_in_a_printed_form() -> None:
    for credentials in (static("https://a"), granted("https://a")):
        assert "'demo'" not in repr(credentials).replace("client_id='demo'", "")
