"""Where the merchant handles an order in Shopify's admin.

The order's page is the one address that Shopify promises; its parts (the payment, the unfulfilled items) have none.
https://shopify.dev/docs/api/app-home/apis/navigation
"""


def admin_url(shop: str, order_id: str) -> str:
    """The address of the order's page; ``shop`` is example.myshopify.com."""
    return f"https://admin.shopify.com/store/{shop.removesuffix('.myshopify.com')}/orders/{order_id}"
