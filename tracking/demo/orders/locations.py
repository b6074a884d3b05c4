"""Where Harbor Goods sends from, and where its customers pick up."""

from tracking.demo.building import Site

ROTTERDAM = Site("Harbor Goods, Rotterdam", "Maashaven 4", "3081 AE", "Rotterdam", "NL")
COUNTER = Site("Harbor Goods shop", "3 Narrow Quay", "BS1 4QA", "Bristol", "GB")
POTTERY = Site("Cove Pottery", "Unit 7, Wharf Lane", "PL1 3EW", "Plymouth", "GB", is_supplier=True)
WAREHOUSE = Site("Northway Logistics", "Dock Road 18", "LS9 0PS", "Leeds", "GB", is_supplier=True)
SHENZHEN_HUB = Site("Harbor Goods, Shenzhen", "南山大道 88", "518052", "深圳市", "CN")
OSLO_COUNTER = Site("Harbor Goods Oslo", "Sjøgata 2", "0150", "Oslo", "NO")
