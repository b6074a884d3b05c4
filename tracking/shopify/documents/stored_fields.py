"""The fields of Shopify's answer about an order that are stored, and those that are not, with the reason.

An allow-list: what stands in neither table is not stored, and the tests fail until it is decided about.
"""

from collections.abc import Mapping
from typing import TypeAlias

Selection: TypeAlias = "Mapping[str, Selection | None]"
"""The fields of an object by name; None for a value without fields of its own."""

# In the words of queries/order.graphql, without its arguments and fragments.
_STORED_FIELDS = """
  order {
    id name processedAt updatedAt cancelledAt cancelReason closedAt edited test sourceName requiresShipping
    customerLocale displayFinancialStatus displayFulfillmentStatus returnStatus paymentGatewayNames
    totalRefundedSet { presentmentMoney { amount currencyCode } }
    totalOutstandingSet { presentmentMoney { amount currencyCode } }
    totalCapturableSet { presentmentMoney { amount currencyCode } }
    transactions { kind status gateway manualPaymentGateway processedAt }
    paymentTerms { overdue paymentSchedules { nodes { dueAt completedAt } } }
    shippingAddress { city provinceCode countryCodeV2 timeZone }
    shippingLine { title }
    lineItems {
      nodes {
        id title variantTitle sku quantity currentQuantity unfulfilledQuantity requiresShipping isGiftCard
        sellingPlan { name }
        contract { id }
        product { productType }
        lineItemGroup { id title quantity }
        image { url altText }
      }
      pageInfo { hasNextPage }
    }
    fulfillmentsCount { count }
    fulfillments {
      id status displayStatus createdAt updatedAt inTransitAt deliveredAt estimatedDeliveryAt requiresShipping
      trackingInfo { company number url }
      events { nodes { status happenedAt city province country estimatedDeliveryAt } }
      fulfillmentLineItems { nodes { quantity lineItem { id } } }
    }
    fulfillmentOrders {
      nodes {
        id status requestStatus createdAt fulfillAt fulfillBy
        deliveryMethod { methodType presentedName minDeliveryDateTime maxDeliveryDateTime }
        fulfillmentHolds { reason }
        assignedLocation { name address1 zip city countryCode }
        supportedActions { action }
        lineItems { nodes { remainingQuantity lineItem { id } } }
        fulfillments { nodes { id } }
      }
    }
    returns {
      nodes {
        id status createdAt requestApprovedAt closedAt
        decline { reason }
        returnLineItems { nodes { quantity refundedQuantity fulfillmentLineItem { lineItem { id } } } }
        exchangeLineItems { nodes { quantity lineItems { id title variantTitle } } }
        reverseFulfillmentOrders {
          nodes {
            status
            lineItems { nodes { dispositions { type quantity createdAt } } }
            reverseDeliveries {
              nodes { deliverable { tracking { carrierName number url } label { publicFileUrl } } }
            }
          }
        }
      }
    }
    agreements {
      nodes { reason happenedAt sales { nodes { actionType lineType quantity } pageInfo { hasNextPage } } }
    }
    refunds {
      id processedAt
      totalRefundedSet { presentmentMoney { amount currencyCode } }
      return { id }
      transactions { nodes { kind status gateway manualPaymentGateway processedAt } }
      refundLineItems { nodes { quantity restockType lineItem { id } } }
    }
  }
  zone shop_region partial replaced_by
  released { id at }
  named { part step last at }
"""

_CONTACT = "by which the customer can be reached: only a keyed hash of it is kept, for the merchant's search"
_PAGES = "only needed while the pages are fetched"
LEFT_OUT: Mapping[str, str] = {
    "order.email": _CONTACT,
    "order.phone": _CONTACT,
    "order.shippingAddress.zip": "the customer's postcode: the links of some carriers need it, and nothing else does",
    "order.tags": "the shop's own words, which may name the customer: only their keyed hashes are kept, for the list",
    "order.lineItems.pageInfo.endCursor": _PAGES,
    "order.fulfillments.fulfillmentLineItems.pageInfo.hasNextPage": _PAGES,
    "order.fulfillments.fulfillmentLineItems.pageInfo.endCursor": _PAGES,
    "order.fulfillmentOrders.pageInfo.hasNextPage": _PAGES,
    "order.fulfillmentOrders.pageInfo.endCursor": _PAGES,
    "order.fulfillmentOrders.nodes.lineItems.pageInfo.hasNextPage": _PAGES,
    "order.fulfillmentOrders.nodes.lineItems.pageInfo.endCursor": _PAGES,
    "order.fulfillmentOrders.nodes.fulfillments.pageInfo.hasNextPage": _PAGES,
    "order.fulfillmentOrders.nodes.fulfillments.pageInfo.endCursor": _PAGES,
    "order.returns.pageInfo.hasNextPage": _PAGES,
    "order.returns.pageInfo.endCursor": _PAGES,
    "order.returns.nodes.returnLineItems.pageInfo.hasNextPage": _PAGES,
    "order.returns.nodes.returnLineItems.pageInfo.endCursor": _PAGES,
    "order.refunds.refundLineItems.pageInfo.hasNextPage": _PAGES,
    "order.refunds.refundLineItems.pageInfo.endCursor": _PAGES,
}
"""Queried, and not stored. ``assignedLocation`` is the shop's own address, which its pickup pass shows."""

MARKED: frozenset[str] = frozenset({"publicFileUrl"})
"""Stored fields of which only stands there whether they have a value: a return's label bears the customer's address."""


def _parse(words: list[str]) -> Selection:
    """The selection that the words up to the closing brace name."""
    selection: dict[str, Selection | None] = {}
    name = ""
    while words and (word := words.pop(0)) != "}":
        if word == "{":
            selection[name] = _parse(words)
        else:
            name = word
            selection[name] = None
    return selection


STORED_FIELDS: Selection = _parse(_STORED_FIELDS.split())
