from tracking.directory.admin_url import admin_url


def test_admin_url_is_that_of_the_orders_page() -> None:
    found = admin_url("example.myshopify.com", "5300000001")
    assert found == "https://admin.shopify.com/store/example/orders/5300000001"
