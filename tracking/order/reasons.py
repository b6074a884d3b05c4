"""What each reason says, to the customer and to the shop: one row a reason.

The customer's words are a title (the status line), a text (what it means, what happens next and by when) and the
next step. Values the rows may name: ``%(carrier)s``, ``%(day)s`` (only in ``dated``, which is used where the day is
known), ``%(silence)s`` (so many days without news), ``%(place)s`` (only in ``placed``).
"""

from dataclasses import dataclass
from enum import StrEnum

from tracking.order.codes import NextStep, Reason
from tracking.order.missing import row
from tracking.order.text import Phrase, text


class Actor(StrEnum):
    """Who has to act for it to go on."""

    CUSTOMER = "customer"
    SHOP = "shop"
    CARRIER = "carrier"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A row: the customer's words, who acts, the customer's next step, and the merchant's cause and remedy.

    ``do`` says the next step where the usual words for it do not fit.
    """

    title: Phrase
    text: Phrase
    dated: Phrase | None = None
    placed: Phrase | None = None
    acts: Actor
    step: NextStep = NextStep.WAIT
    do: Phrase | None = None
    cause: Phrase
    remedy: Phrase


_NONE = text("Nothing to do.")

# Also stands for a reason that the table below lacks.
_UPDATE = Words(
    title=text("There is an update"),
    text=text(
        "This page cannot read the latest update yet, so it shows the last step that we know. If it stays like this, just ask us."
    ),
    acts=Actor.CARRIER,
    step=NextStep.TRACK,
    cause=text("Shopify sent a status that this version does not know."),
    remedy=text("Update this site; the log names the status."),
)

REASONS: dict[Reason, Words] = {
    # --- payment ------------------------------------------------------------------------------------------------
    Reason.PAY_PENDING: Words(
        title=text("Waiting for your payment"),
        text=text(
            "We have your order. It goes on as soon as the payment arrives, which can take a few days by bank transfer."
        ),
        acts=Actor.CUSTOMER,
        step=NextStep.PAY,
        cause=text(
            "The payment provider is still working on it, or the customer pays by bank transfer or on delivery."
        ),
        remedy=text("Check the bank account and mark the order as paid once the money is there."),
    ),
    Reason.PAY_RESERVED: Words(
        title=text("Your order is confirmed"),
        text=text("The amount is reserved on your card and is charged when the order is sent."),
        acts=Actor.SHOP,
        cause=text("The payment is authorized but not captured."),
        remedy=text("Capture the payment before the authorization lapses, often after 7 days."),
    ),
    Reason.PAY_BALANCE_DUE: Words(
        title=text("A part of the payment is still due"),
        text=text("Your order is confirmed, but it has not been paid in full. It goes on once the rest is paid."),
        acts=Actor.CUSTOMER,
        step=NextStep.PAY,
        cause=text("Less than the total was captured, often after the order was edited."),
        remedy=text("Send an invoice for the balance from the order in the admin."),
    ),
    Reason.PAY_EXPIRED: Words(
        title=text("The payment did not go through"),
        text=text(
            "The payment ran out of time before it was completed, and you have not been charged. Please contact us if you still want the order."
        ),
        acts=Actor.CUSTOMER,
        step=NextStep.PAY,
        cause=text("The authorization lapsed before it was captured, or the provider gave up."),
        remedy=text("Ask the customer to pay again with an invoice, or cancel the order."),
    ),
    Reason.PAY_VOIDED: Words(
        title=text("The payment was called off"),
        text=text("You have not been charged, and nothing will be sent unless the order is paid again."),
        acts=Actor.NOBODY,
        step=NextStep.CONTACT,
        cause=text("The authorization was voided; the order itself was left open."),
        remedy=text("Cancel the order, or send an invoice if the customer still wants it."),
    ),
    Reason.PAY_PAID: Words(
        title=text("Paid"),
        text=text("Your payment has arrived."),
        acts=Actor.NOBODY,
        cause=text("The order is paid."),
        remedy=_NONE,
    ),
    Reason.PAY_REFUND_PARTIAL: Words(
        title=text("Partly refunded"),
        text=text("Your payment arrived, and a part of it was refunded."),
        acts=Actor.NOBODY,
        cause=text("Less than the full amount was refunded."),
        remedy=_NONE,
    ),
    Reason.PAY_REFUNDED: Words(
        title=text("Your order was refunded"),
        text=text("The whole amount went back to you."),
        acts=Actor.NOBODY,
        cause=text("The full amount was refunded."),
        remedy=_NONE,
    ),
    # --- before sending -----------------------------------------------------------------------------------------
    Reason.HOLD_PAYMENT: Words(
        title=text("Waiting for your payment"),
        text=text("Your order is put aside for you. It is sent once the payment arrives."),
        acts=Actor.CUSTOMER,
        step=NextStep.PAY,
        cause=text("The order is on hold because the payment has not arrived."),
        remedy=text("Remind the customer, then release the hold when the money is there."),
    ),
    Reason.HOLD_REVIEW: Words(
        title=text("We are checking your order"),
        text=text("Some orders get a short check before they are sent. You do not have to do anything."),
        acts=Actor.SHOP,
        cause=text("Shopify marked the order as risky and holds it."),
        remedy=text("Look at the order's risk analysis, then release the hold or cancel the order."),
    ),
    Reason.HOLD_ADDRESS: Words(
        title=text("Please check your address"),
        text=text("Something about the delivery address does not look right, so we are holding the order back."),
        acts=Actor.CUSTOMER,
        step=NextStep.CHECK_ADDRESS,
        cause=text("The order is on hold because of its address."),
        remedy=text("Ask the customer for the right address, correct it and release the hold."),
    ),
    Reason.HOLD_STOCK: Words(
        title=text("Out of stock for now"),
        text=text(
            "A product turned out to be out of stock. We send it as soon as it is back. If you would rather not wait, we can swap or cancel it."
        ),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("The order is on hold because a product is out of stock."),
        remedy=text("Restock and release the hold, or offer the customer a swap or a refund."),
    ),
    Reason.HOLD_DATE_UNKNOWN: Words(
        title=text("Waiting for a date"),
        text=text(
            "Your order is safe with us, but we do not have a delivery date yet. This page shows it once we know."
        ),
        acts=Actor.SHOP,
        cause=text("The order is on hold because its delivery date is unknown."),
        remedy=text("Set the date or release the hold as soon as the supplier confirms."),
    ),
    Reason.HOLD_RETURN_ITEMS: Words(
        title=text("Waiting for the items you send back"),
        text=text("Your exchange is ready. It is sent when the items that you return have reached us."),
        acts=Actor.CUSTOMER,
        do=text("Send the items back if you have not done so yet."),
        cause=text("The exchange is held until the returned items arrive."),
        remedy=text("Release the hold when the return is in, or earlier if you trust the customer."),
    ),
    Reason.HOLD_OTHER: Words(
        title=text("Your order is paused"),
        text=text(
            "We have paused the order for the moment and go on as soon as we can. If it takes long, just ask us."
        ),
        acts=Actor.SHOP,
        cause=text("The order is on hold."),
        remedy=text("Look at the hold in the order and release it when it is settled."),
    ),
    Reason.SCHEDULED: Words(
        title=text("Planned for later"),
        text=text("Your order is planned to be sent at a later date."),
        dated=text("Your order is planned to be sent on %(day)s."),
        acts=Actor.NOBODY,
        cause=text("The order is scheduled for a later date."),
        remedy=_NONE,
    ),
    Reason.PREORDER: Words(
        title=text("Pre-ordered"),
        text=text("You ordered this ahead of time. It is sent as soon as it is available."),
        dated=text("You ordered this ahead of time. It is planned to be sent on %(day)s."),
        acts=Actor.SHOP,
        cause=text("The items are on preorder."),
        remedy=text("Release them when the stock arrives, and tell the customer if the date moves."),
    ),
    Reason.AT_WAREHOUSE: Words(
        title=text("Being packed"),
        text=text("Your order is being packed."),
        acts=Actor.SHOP,
        cause=text("The warehouse, or the service that ships for you, works on it."),
        remedy=_NONE,
    ),
    Reason.WAITING_FOR_SUPPLIER: Words(
        title=text("Being prepared"),
        text=text("This is sent by one of our partners. We are about to pass your order on."),
        acts=Actor.SHOP,
        cause=text("The items are with a service that ships for you and has not been asked to send them."),
        remedy=text("Send the request from the order, or turn on automatic requests."),
    ),
    Reason.REQUEST_DECLINED: Words(
        title=text("Taking longer than planned"),
        text=text(
            "The place that was to send this cannot do it. We are arranging another way. If you would rather not wait, we can swap or cancel it."
        ),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("The service that ships for you rejected the request."),
        remedy=text(
            "Read its message in the order, then send the request again or move the items to another location."
        ),
    ),
    Reason.OLDER_THAN_USUAL: Words(
        title=text("Taking longer than usual"),
        text=text(
            "This should have been on its way by now, and we are sorry for the wait. Nothing is lost: it has just not been sent yet. If you would rather not wait, we can swap or cancel it."
        ),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("The order is past the shop's handling time."),
        remedy=text("Send it, or tell the customer when it will be sent."),
    ),
    Reason.FULFILLMENT_CANCELLED: Words(
        title=text("Being prepared again"),
        text=text("A shipment was called off before it left, so these items are being prepared again."),
        acts=Actor.SHOP,
        cause=text("A shipment was cancelled, and its items wait again."),
        remedy=text("Send the items again, or refund them."),
    ),
    # --- shipment -----------------------------------------------------------------------------------------------
    Reason.NO_SCAN_YET: Words(
        title=text("Packed and waiting for the carrier"),
        text=text(
            "Your parcel is packed. %(carrier)s has not scanned it yet, so there is no movement to show. That often takes a day or two."
        ),
        acts=Actor.CARRIER,
        cause=text("A label exists, but the carrier has not scanned the parcel."),
        remedy=text("Check that the parcel was handed over."),
    ),
    Reason.LABEL_VOIDED: Words(
        title=text("Being prepared again"),
        text=text("The first shipping label was withdrawn, so these items get a new one before they leave."),
        acts=Actor.SHOP,
        cause=text("The shipping label was voided."),
        remedy=text("Buy a new label, or refund the items."),
    ),
    Reason.NO_TRACKING: Words(
        title=text("Sent without tracking"),
        text=text(
            "Your parcel has left us. It travels without a tracking number, so there are no updates until it arrives."
        ),
        acts=Actor.CARRIER,
        cause=text("The order was marked as sent without a tracking number."),
        remedy=text("Add the tracking number if there is one."),
    ),
    Reason.SEE_CARRIER: Words(
        title=text("Your parcel is on its way"),
        text=text(
            "Your parcel was handed over. %(carrier)s shows where it is right now: see the carrier for live status."
        ),
        acts=Actor.CARRIER,
        step=NextStep.TRACK,
        cause=text("Shopify does not follow this carrier."),
        remedy=_NONE,
    ),
    Reason.STALLED: Words(
        title=text("No news of your parcel"),
        text=text(
            "There has been no scan for %(silence)s. Most parcels turn up by themselves; if there is still nothing after 14 days, it counts as lost and we make it good."
        ),
        acts=Actor.CARRIER,
        step=NextStep.CONTACT,
        cause=text("The carrier has not scanned the parcel for longer than the shop's limit."),
        remedy=text("Open an inquiry with the carrier, and write to the customer before they ask."),
    ),
    Reason.ESTIMATE_PASSED: Words(
        title=text("Your parcel is late"),
        text=text("It should have arrived by now. The carrier has not given a new date yet."),
        dated=text("It should have arrived by %(day)s. The carrier has not given a new date yet."),
        acts=Actor.CARRIER,
        step=NextStep.TRACK,
        cause=text("The estimated delivery date has passed."),
        remedy=text("Look at the carrier's page, and write to the customer before they ask."),
    ),
    Reason.DELAYED: Words(
        title=text("Your parcel is delayed"),
        text=text("The carrier reports a delay. Your parcel is still on its way; it just takes longer."),
        dated=text("The carrier reports a delay. The new estimate is %(day)s."),
        acts=Actor.CARRIER,
        step=NextStep.TRACK,
        cause=text("The carrier reported a delay."),
        remedy=text("Nothing yet: write to the customer if it lasts for more than a few days."),
    ),
    Reason.BUYER_ACTION: Words(
        title=text("The carrier needs something from you"),
        text=text("It may be a customs fee, a document or a detail of the address."),
        acts=Actor.CUSTOMER,
        step=NextStep.TRACK,
        cause=text("The carrier waits for the customer."),
        remedy=text("Help the customer with what the carrier asks for, often customs."),
    ),
    Reason.ATTEMPT_FAILED: Words(
        title=text("Delivery was tried"),
        text=text(
            "The carrier came by but could not hand over your parcel. It often tries again on the next working day."
        ),
        acts=Actor.CUSTOMER,
        step=NextStep.ARRANGE_DELIVERY,
        cause=text("A delivery attempt failed."),
        remedy=text("Check the address with the customer if it fails twice."),
    ),
    Reason.AT_PICKUP_POINT: Words(
        title=text("Ready for pickup"),
        text=text("Your order is waiting for you."),
        placed=text("Your order is waiting for you at %(place)s."),
        acts=Actor.CUSTOMER,
        step=NextStep.PICK_UP,
        cause=text("The parcel waits to be picked up."),
        remedy=text("Remind the customer before it is sent back."),
    ),
    Reason.NOT_DELIVERED: Words(
        title=text("Your parcel could not be delivered"),
        text=text("The carrier could not deliver it. We find out where it is, then send it again or refund you."),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("The carrier gave up delivering the parcel."),
        remedy=text("Ask the carrier where it is, then send it again or refund it."),
    ),
    Reason.TRACKING_FAILED: Words(
        title=text("Something went wrong with your parcel"),
        text=text("The carrier reports a problem with this shipment or its tracking number. We look into it with you."),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("The tracking number is wrong, or the carrier reported a failure such as damage."),
        remedy=text("Check the number first; if it is right, ask the carrier, then send it again or refund it."),
    ),
    Reason.RETURNING: Words(
        title=text("Your parcel is on its way back to us"),
        text=text("The carrier could not deliver it and is bringing it back. We send it again or refund you."),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("The parcel is coming back undelivered."),
        remedy=text("Check the address with the customer, then send it again or refund it."),
    ),
    Reason.UNKNOWN_STATUS: _UPDATE,
    # --- return -------------------------------------------------------------------------------------------------
    Reason.RETURN_REQUESTED: Words(
        title=text("Return requested"),
        text=text("We have your request and answer it soon. Please keep the items until then."),
        acts=Actor.SHOP,
        cause=text("The customer asked to return items."),
        remedy=text("Approve or decline the request."),
    ),
    Reason.RETURN_DECLINED: Words(
        title=text("Return declined"),
        text=text("We could not accept this return."),
        acts=Actor.NOBODY,
        step=NextStep.CONTACT,
        cause=text("The return was declined."),
        remedy=_NONE,
    ),
    Reason.RETURN_APPROVED: Words(
        title=text("Return approved"),
        text=text("Please send the items back. Once they are with us, we check them and refund you."),
        acts=Actor.CUSTOMER,
        cause=text("The return is open and nothing has come back yet."),
        remedy=text("Send a label, or remind the customer."),
    ),
    Reason.RETURN_ON_ITS_WAY: Words(
        title=text("Your return is on its way to us"),
        text=text("Once it has arrived, we check the items and refund you."),
        acts=Actor.CARRIER,
        cause=text("The returned parcel has a tracking number."),
        remedy=_NONE,
    ),
    Reason.RETURN_RECEIVED: Words(
        title=text("Your return has arrived"),
        text=text("The items are back with us."),
        acts=Actor.SHOP,
        cause=text("The returned items are back."),
        remedy=text("Inspect the items and refund them."),
    ),
    Reason.RETURN_INSPECTED: Words(
        title=text("Your return was checked"),
        text=text("We have checked the items. The refund is the next step."),
        acts=Actor.SHOP,
        cause=text("The returned items were inspected, but not refunded."),
        remedy=text("Refund them."),
    ),
    Reason.RETURN_REFUNDED: Words(
        title=text("Your return was refunded"),
        text=text("The money is on its way to you. Banks often need 3 to 10 days to show it."),
        acts=Actor.NOBODY,
        cause=text("The return was refunded."),
        remedy=_NONE,
    ),
    Reason.RETURN_FAILED: Words(
        title=text("Your return was not completed"),
        text=text("The return was called off or could not be finished. Please contact us if you did not expect that."),
        acts=Actor.SHOP,
        step=NextStep.CONTACT,
        cause=text("A return was canceled or not completed."),
        remedy=text("Look at the return in the order, and write to the customer."),
    ),
    Reason.EXCHANGE: Words(
        title=text("Your exchange is under way"),
        text=text("You send the items back, and we send you the new ones."),
        acts=Actor.CUSTOMER,
        cause=text("The return is an exchange."),
        remedy=text("Send the new items when the old ones are in, or earlier if you trust the customer."),
    ),
    # --- cancel -------------------------------------------------------------------------------------------------
    Reason.CANCELLED_CUSTOMER: Words(
        title=text("Your order was cancelled"),
        text=text("The order was cancelled as you asked, and nothing will be sent."),
        acts=Actor.NOBODY,
        cause=text("The customer cancelled the order."),
        remedy=_NONE,
    ),
    Reason.CANCELLED_PAYMENT: Words(
        title=text("Your order was cancelled"),
        text=text("The payment did not go through, so the order was cancelled and nothing will be sent."),
        acts=Actor.NOBODY,
        step=NextStep.CONTACT,
        cause=text("The payment was declined."),
        remedy=_NONE,
    ),
    Reason.CANCELLED_STOCK: Words(
        title=text("Your order was cancelled"),
        text=text("We could not get the products, so the order was cancelled. We are sorry."),
        acts=Actor.NOBODY,
        step=NextStep.CONTACT,
        cause=text("The order was cancelled for lack of stock."),
        remedy=_NONE,
    ),
    Reason.CANCELLED_OTHER: Words(
        title=text("Your order was cancelled"),
        text=text("The order was cancelled and nothing will be sent. Please contact us if you did not expect that."),
        acts=Actor.NOBODY,
        step=NextStep.CONTACT,
        cause=text("The order was cancelled by staff or by a check."),
        remedy=_NONE,
    ),
}


def words_of(reason: Reason) -> Words:
    """The row of a reason."""
    return row(REASONS, reason, _UPDATE, what="words", module="tracking/order/reasons.py")
