"""The products of Harbor Goods. Prices are in pounds."""

from tracking.demo.building import Product

MUG = Product(key="mug", title="Tide mug", variant="Sea green", price=14, picture="mug", type="Tableware")
LAMP = Product(key="lamp", title="Lantern table lamp", variant="Brass", price=89, picture="lamp", type="Lighting")
BLANKET = Product(
    key="blanket", title="Wool blanket", variant="Fog / 130 x 180 cm", price=75, picture="blanket", type="Textiles"
)
CANDLE = Product(
    key="candle", title="Driftwood candle", variant="200 g", price=18, picture="candle", type="Bath and scents"
)
POSTER = Product(
    key="poster", title="Lighthouse poster", variant="50 x 70 cm", price=24, picture="poster", type="Books and prints"
)
CHAIR = Product(key="chair", title="Quay chair", variant="Oak", price=240, picture="chair", type="Furniture")
BOOK = Product(key="book", title="The Harbor Cookbook", variant=None, price=28, picture="book", type="Books and prints")
SHIRT = Product(key="shirt", title="Fisherman's shirt", variant="Navy / M", price=48, picture="shirt", type="Textiles")
SHIRT_L = Product(
    key="shirt-l", title="Fisherman's shirt", variant="Navy / L", price=48, picture="shirt", type="Textiles"
)
BAG = Product(key="bag", title="Canvas market bag", variant="Natural", price=32, picture="bag", type="Textiles")
PLANT = Product(key="plant", title="Potted sea thrift", variant="Small", price=16, picture="plant", type="Plants")
SOAP = Product(
    key="soap", title="Salt and sage soap", variant="3 bars", price=12, picture="soap", type="Bath and scents"
)

PATTERN = Product(key="pattern", title="Blanket knitting pattern (PDF)", price=9, picture="blanket", is_shipped=False)
WALLPAPER = Product(key="wallpaper", title="Lighthouse wallpapers (ZIP)", price=0, picture="poster", is_shipped=False)
GIFT_CARD = Product(
    key="giftcard",
    title="Gift card",
    variant="£50",
    price=50,
    picture="giftcard",
    is_shipped=False,
    is_gift_card=True,
)
DOWNLOADS = (PATTERN.title, WALLPAPER.title)
"""The products that the shop names as delivered online; a gift card always is."""

INSURANCE = Product(key="insurance", title="Parcel insurance", price=2, picture="", is_shipped=False)
ENGRAVING = Product(key="engraving", title="Engraving of a name", price=6, picture="", is_shipped=False)
WORKSHOP = Product(
    key="workshop",
    title="Pottery workshop for beginners",
    variant="One seat",
    price=55,
    picture="mug",
    is_shipped=False,
)
TIP = Product(key="tip", title="Tip", price=3, picture="", is_shipped=False, is_sent=False)
