from tracking.theming.shop_name import shop_name


def test_the_merchants_own_name_comes_first() -> None:
    assert shop_name(own="Own", of_profile="Profile", host="old-shop.myshopify.com") == "Own"
    assert shop_name(own=None, of_profile="Profile", host="old-shop.myshopify.com") == "Profile"
    assert shop_name(own=None, of_profile=None, host="old-shop.myshopify.com") == "Old Shop"
    assert shop_name(own=None, of_profile=None, host=None) == "Harbor Goods"
