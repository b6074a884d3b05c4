"""The texts of each reason for the customer and the merchant: one row per reason.

The customer gets a title (the status line), a text (meaning, next event and its time) and the next step. Values that
the rows may contain: ``%(carrier)s``, ``%(day)s`` (only in ``dated``, used where there is a day, and in
``past``, used where that day has passed), ``%(silence)s`` (number of days since the last event), ``%(place)s`` (only in
``placed``, used where there is a place). ``unlinked`` is used where no number has a link to the carrier's page.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracking.i18n.text import Phrase, text
from tracking.order.missing import row_or_fallback
from tracking.order.vocabulary import NextStep, Reason


class Actor(StrEnum):
    """The party that has to act next."""

    CUSTOMER = "customer"
    SHOP = "shop"
    CARRIER = "carrier"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonText:
    """A row: the customer's texts, the actor, the customer's next step, and the merchant's cause and fix.

    ``action_text`` replaces the default text of the next step.
    """

    title: Phrase
    text: Phrase
    dated: Phrase | None = None
    past: Phrase | None = None
    placed: Phrase | None = None
    unlinked: Phrase | None = None
    actor: Actor
    step: NextStep = NextStep.WAIT
    action_text: Phrase | None = None
    merchant_cause: Phrase
    merchant_fix: Phrase


NOTHING_TO_DO = text("Nothing to do.")

# Also the fallback for a reason without a row.
_UNKNOWN = ReasonText(
    title=text("There’s an update"),
    text=text(
        "This page can’t read the latest update yet, so it shows the last step we know. If it stays like this, just ask us."
    ),
    actor=Actor.CARRIER,
    step=NextStep.TRACK,
    merchant_cause=text("Shopify sent a status that this version does not know."),
    merchant_fix=text("Update this site; the log names the status."),
)

REASONS: dict[Reason, ReasonText] = {
    # --- payment ------------------------------------------------------------------------------------------------
    Reason.PAY_PENDING: ReasonText(
        title=text("Your payment isn’t confirmed yet"),
        text=text("We have your order. We’ll carry on as soon as the payment is confirmed."),
        actor=Actor.CUSTOMER,
        step=NextStep.PAY,
        merchant_cause=text(
            "The payment provider is still working on it, or the customer has yet to pay, for example by bank transfer."
        ),
        merchant_fix=text(
            "See in the order how it is to be paid. Mark it as paid once the money is there, or ask the customer."
        ),
    ),
    Reason.PAY_RESERVED: ReasonText(
        title=text("Your order is confirmed"),
        text=text("The amount is reserved. It’s charged when your order is sent."),
        actor=Actor.SHOP,
        merchant_cause=text("The payment is authorized but not captured."),
        merchant_fix=text("Capture the payment before the authorization lapses, often after 7 days."),
    ),
    Reason.PAY_ON_DELIVERY: ReasonText(
        title=text("You’ll pay on delivery"),
        text=text("You’ll pay when your order is handed to you."),
        actor=Actor.NOBODY,
        merchant_cause=text("The customer chose to pay on delivery."),
        merchant_fix=text("Mark the order as paid once the carrier has passed the money on."),
    ),
    Reason.PAY_IN_SHOP: ReasonText(
        title=text("You’ll pay in the shop"),
        text=text("You’ll pay when you pick up your order."),
        actor=Actor.NOBODY,
        merchant_cause=text("The customer chose to pay in the shop."),
        merchant_fix=text("Take the payment at pickup, and mark the order as paid."),
    ),
    Reason.PAY_LATER: ReasonText(
        title=text("Due later"),
        text=text("We’re working on your order. You can pay later."),
        dated=text("We’re working on your order. The payment is due by %(day)s."),
        actor=Actor.NOBODY,
        merchant_cause=text("The order has payment terms, or is sent before it is paid."),
        merchant_fix=text("Send the invoice, and mark the order as paid once the money is there."),
    ),
    Reason.PAY_OVERDUE: ReasonText(
        title=text("Your payment is overdue"),
        text=text("The due date has passed. If you’ve just paid, this page will catch up soon."),
        actor=Actor.CUSTOMER,
        step=NextStep.PAY,
        merchant_cause=text("The payment terms of the order are overdue."),
        merchant_fix=text("Check the bank account first, then remind the customer from the order in the admin."),
    ),
    Reason.PAY_BALANCE_DUE: ReasonText(
        title=text("Part of the payment is still due"),
        text=text("Your order is confirmed, but it hasn’t been paid in full. We’ll carry on once the rest is paid."),
        actor=Actor.CUSTOMER,
        step=NextStep.PAY,
        merchant_cause=text("Less than the total was captured, often after the order was edited."),
        merchant_fix=text("Send an invoice for the balance from the order in the admin."),
    ),
    Reason.PAY_EXPIRED: ReasonText(
        title=text("The payment didn’t go through"),
        text=text(
            "The payment timed out before it was completed, and you haven’t been charged. If you still want the order, please contact us."
        ),
        actor=Actor.CUSTOMER,
        step=NextStep.PAY,
        merchant_cause=text("The authorization lapsed before it was captured, or the provider gave up."),
        merchant_fix=text("Ask the customer to pay again with an invoice, or cancel the order."),
    ),
    Reason.PAY_VOIDED: ReasonText(
        title=text("The payment was canceled"),
        text=text("You haven’t been charged, and nothing will be sent unless the order is paid again."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        merchant_cause=text("The authorization was voided; the order itself was left open."),
        merchant_fix=text("Cancel the order, or send an invoice if the customer still wants it."),
    ),
    Reason.PAY_PAID: ReasonText(
        title=text("Paid"),
        text=text("Your payment has arrived."),
        actor=Actor.NOBODY,
        merchant_cause=text("The order is paid."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.PAY_REFUND_PARTIAL: ReasonText(
        title=text("Partly refunded"),
        text=text("Your payment arrived, and part of it was refunded."),
        actor=Actor.NOBODY,
        merchant_cause=text("Less than the full amount was refunded."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.PAY_REFUNDED: ReasonText(
        title=text("Your order was refunded"),
        text=text("You’ve been refunded in full."),
        actor=Actor.NOBODY,
        merchant_cause=text("The full amount was refunded."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.PAY_REFUND_FAILED: ReasonText(
        title=text("Your refund didn’t go through"),
        text=text("The money couldn’t be paid back to you. Please contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The payment provider refused the refund, often because the card or account is closed."),
        merchant_fix=text("Refund it again from the order, or pay it back in another way and tell the customer."),
    ),
    Reason.PAY_OWED_BACK: ReasonText(
        title=text("You’re getting money back"),
        text=text("Your order now costs less than you paid."),
        actor=Actor.SHOP,
        merchant_cause=text("The order was edited and costs less than was paid for it."),
        merchant_fix=text("Refund the difference from the order in the admin."),
    ),
    # --- before sending -----------------------------------------------------------------------------------------
    Reason.HOLD_PAYMENT: ReasonText(
        title=text("Waiting for your payment"),
        text=text("We have your order. We’ll carry on as soon as the payment is confirmed."),
        actor=Actor.CUSTOMER,
        step=NextStep.PAY,
        merchant_cause=text("The order is on hold because the payment has not arrived."),
        merchant_fix=text("Remind the customer, then release the hold when the money is there."),
    ),
    Reason.HOLD_REVIEW: ReasonText(
        title=text("We’re checking your order"),
        text=text("Some orders get a short check before they’re sent."),
        actor=Actor.SHOP,
        merchant_cause=text("Shopify marked the order as risky and holds it."),
        merchant_fix=text("Look at the order’s risk analysis, then release the hold or cancel the order."),
    ),
    Reason.HOLD_ADDRESS: ReasonText(
        title=text("Please check your address"),
        text=text("Something about the delivery address doesn’t look right, so we haven’t sent this yet."),
        actor=Actor.CUSTOMER,
        step=NextStep.CHECK_ADDRESS,
        merchant_cause=text("The order is on hold because of its address."),
        merchant_fix=text("Ask the customer for the right address, correct it and release the hold."),
    ),
    Reason.HOLD_STOCK: ReasonText(
        title=text("Out of stock for now"),
        text=text(
            "A product turned out to be out of stock, so it hasn’t been sent yet. If you’d rather not wait, just let us know."
        ),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The order is on hold because a product is out of stock."),
        merchant_fix=text("Restock and release the hold, or offer the customer a swap or a refund."),
    ),
    Reason.HOLD_DATE_UNKNOWN: ReasonText(
        title=text("Waiting for a date"),
        text=text("We don’t have a delivery date for this yet. You’ll see it here once we know."),
        actor=Actor.SHOP,
        merchant_cause=text("The order is on hold because its delivery date is unknown."),
        merchant_fix=text("Set the date or release the hold as soon as the supplier confirms."),
    ),
    Reason.HOLD_RETURN_ITEMS: ReasonText(
        title=text("Waiting for the items you’re returning"),
        text=text("The new items wait here until we have the ones you’re returning."),
        actor=Actor.CUSTOMER,
        action_text=text("Send the items back if you haven’t yet."),
        merchant_cause=text("The exchange is held until the returned items arrive."),
        merchant_fix=text("Release the hold when the return is in, or earlier if you trust the customer."),
    ),
    Reason.HOLD_OTHER: ReasonText(
        title=text("On hold for now"),
        text=text("This is on hold for now, and it hasn’t been sent yet. If you’d like to know more, just ask us."),
        actor=Actor.SHOP,
        merchant_cause=text("The order is on hold."),
        merchant_fix=text("Look at the hold in the order and release it when it is settled."),
    ),
    Reason.SCHEDULED: ReasonText(
        title=text("Planned for later"),
        text=text("This is planned to be sent at a later date."),
        dated=text("This is planned to be sent on %(day)s."),
        past=text("This was planned to be sent on %(day)s, but it hasn’t been sent yet."),
        actor=Actor.NOBODY,
        merchant_cause=text("The order is scheduled for a later date."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.PREORDER: ReasonText(
        title=text("Pre-ordered"),
        text=text("You pre-ordered this, and it isn’t available yet."),
        dated=text("You pre-ordered this. It’s planned to be sent on %(day)s."),
        past=text("You pre-ordered this. It was planned to be sent on %(day)s, but it hasn’t been sent yet."),
        actor=Actor.SHOP,
        merchant_cause=text("The items are on preorder."),
        merchant_fix=text("Release them when the stock arrives, and tell the customer if the date moves."),
    ),
    Reason.AT_WAREHOUSE: ReasonText(
        title=text("Being packed"),
        text=text("We’re packing it."),
        actor=Actor.SHOP,
        merchant_cause=text("The warehouse, or the service that ships for you, works on it."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.WAITING_FOR_SUPPLIER: ReasonText(
        title=text("Being prepared"),
        text=text("One of our partners sends this. We’re about to pass it on."),
        actor=Actor.SHOP,
        merchant_cause=text("The items are with a service that ships for you and has not been asked to send them."),
        merchant_fix=text("Send the request from the order, or turn on automatic requests."),
    ),
    Reason.REQUEST_SENT: ReasonText(
        title=text("Being prepared"),
        text=text("The warehouse has this and packs it next."),
        actor=Actor.SHOP,
        merchant_cause=text("The service that ships for you was asked to send the items, and has not answered yet."),
        merchant_fix=text("Ask the service if it does not accept the request within its usual time."),
    ),
    Reason.REQUEST_STOPPING: ReasonText(
        title=text("We’ve asked the warehouse to stop"),
        text=text("We’ve asked the warehouse not to send this for now, and we’re waiting for an answer."),
        actor=Actor.SHOP,
        merchant_cause=text("You asked the service that ships for you to stop, and it has not answered yet."),
        merchant_fix=text("Ask the service whether it could stop, then cancel, refund or send the items another way."),
    ),
    Reason.REQUEST_DECLINED: ReasonText(
        title=text("Taking longer than planned"),
        text=text(
            "The location that was going to send this can’t do it. We’re arranging another way. If you’d rather not wait, just let us know."
        ),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The service that ships for you rejected the request."),
        merchant_fix=text(
            "Read its message in the order, then send the request again or move the items to another location."
        ),
    ),
    Reason.OLDER_THAN_USUAL: ReasonText(
        title=text("Taking longer than planned"),
        text=text(
            "This should have been on its way by now, but it hasn’t been sent yet. We’re sorry for the wait. If you’d rather not wait, just let us know."
        ),
        past=text(
            "It was planned to be sent on %(day)s, but it hasn’t been sent yet. We’re sorry for the wait. If you’d rather not wait, just let us know."
        ),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The order is past the shop’s handling time."),
        merchant_fix=text("Send it, or tell the customer when it will be sent."),
    ),
    Reason.FULFILLMENT_CANCELLED: ReasonText(
        title=text("Being prepared again"),
        text=text("A shipment was canceled before it left, so we’re preparing these items again."),
        actor=Actor.SHOP,
        merchant_cause=text("A shipment was canceled, and its items wait again."),
        merchant_fix=text("Send the items again, or refund them."),
    ),
    Reason.NOTHING_TO_SEND: ReasonText(
        title=text("Nothing comes by post for this"),
        text=text("It’s part of your order and doesn’t need a parcel. If you have a question about it, just ask us."),
        actor=Actor.NOBODY,
        merchant_cause=text("The product needs no shipping and is no download: insurance, a service, a seat, a tip."),
        merchant_fix=text("Nothing to do; but name the product in DOWNLOADS if customers get it online."),
    ),
    # --- shipment -----------------------------------------------------------------------------------------------
    Reason.NO_SCAN_YET: ReasonText(
        title=text("Packed and waiting for the carrier"),
        text=text("Your parcel is packed. %(carrier)s hasn’t scanned it yet; that often takes a day or two."),
        actor=Actor.CARRIER,
        merchant_cause=text("A label exists, but the carrier has not scanned the parcel."),
        merchant_fix=text("Check that the parcel was handed over."),
    ),
    Reason.LABEL_VOIDED: ReasonText(
        title=text("Being prepared again"),
        text=text("The first shipping label was canceled, so these items haven’t left yet."),
        actor=Actor.SHOP,
        merchant_cause=text("The shipping label was voided."),
        merchant_fix=text("Buy a new label, or refund the items."),
    ),
    Reason.NO_TRACKING: ReasonText(
        title=text("Sent without tracking"),
        text=text("Your parcel is on its way. It has no tracking number, so there are no updates until it arrives."),
        actor=Actor.CARRIER,
        merchant_cause=text("The order was marked as sent without a tracking number."),
        merchant_fix=text("Add the tracking number if there is one."),
    ),
    Reason.SEE_CARRIER: ReasonText(
        title=text("Your parcel is on its way"),
        text=text("Your parcel was handed over. %(carrier)s shows where it is right now."),
        unlinked=text(
            "Your parcel was handed over. There’s no tracking page we can link to. %(carrier)s may be able to tell you more with the number below."
        ),
        actor=Actor.CARRIER,
        step=NextStep.TRACK,
        merchant_cause=text("Shopify does not follow this carrier."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.STALLED: ReasonText(
        title=text("No news of your parcel"),
        text=text(
            "It hasn’t been scanned for %(silence)s. Many parcels turn up on their own. If you’re worried, just let us know."
        ),
        actor=Actor.CARRIER,
        step=NextStep.CONTACT,
        merchant_cause=text("The carrier has not scanned the parcel for longer than the shop’s limit."),
        merchant_fix=text("Open an inquiry with the carrier, and write to the customer before they ask."),
    ),
    Reason.ESTIMATE_PASSED: ReasonText(
        title=text("Your parcel is late"),
        text=text("It should have arrived by now, and there’s no new date yet."),
        actor=Actor.CARRIER,
        step=NextStep.TRACK,
        merchant_cause=text("The estimated delivery date has passed."),
        merchant_fix=text("Look at the carrier’s page, and write to the customer before they ask."),
    ),
    Reason.DELAYED: ReasonText(
        title=text("Your parcel is delayed"),
        text=text("The carrier reports a delay. Your parcel is still on its way, it’s just taking longer."),
        actor=Actor.CARRIER,
        step=NextStep.TRACK,
        merchant_cause=text("The carrier reported a delay."),
        merchant_fix=text("Write to the customer if it lasts for more than a few days."),
    ),
    Reason.BUYER_ACTION: ReasonText(
        title=text("The carrier needs something from you"),
        text=text("It may be a customs fee, a document or part of the address."),
        actor=Actor.CUSTOMER,
        step=NextStep.TRACK,
        merchant_cause=text("The carrier waits for the customer."),
        merchant_fix=text("Help the customer with what the carrier asks for, often customs."),
    ),
    Reason.ATTEMPT_FAILED: ReasonText(
        title=text("The carrier missed you"),
        text=text(
            "The carrier came by but couldn’t hand over your parcel. Carriers often try again on the next working day."
        ),
        actor=Actor.CUSTOMER,
        step=NextStep.ARRANGE_DELIVERY,
        merchant_cause=text("A delivery attempt failed."),
        merchant_fix=text("Check the address with the customer if it fails twice."),
    ),
    Reason.AT_PICKUP_POINT: ReasonText(
        title=text("Ready for pickup"),
        text=text("It’s waiting for you."),
        placed=text("It’s waiting for you at %(place)s."),
        actor=Actor.CUSTOMER,
        step=NextStep.PICK_UP,
        merchant_cause=text("The parcel waits to be picked up."),
        merchant_fix=text("Remind the customer before it is sent back."),
    ),
    Reason.NOT_DELIVERED: ReasonText(
        title=text("Your parcel couldn’t be delivered"),
        text=text("The carrier couldn’t deliver it. Please contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The carrier gave up delivering the parcel."),
        merchant_fix=text("Ask the carrier where it is, then send it again or refund it."),
    ),
    Reason.TRACKING_FAILED: ReasonText(
        title=text("Something went wrong with your parcel"),
        text=text("The carrier reports a problem with this parcel or its tracking number. Please contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The tracking number is wrong, or the carrier reported a failure such as damage."),
        merchant_fix=text("Check the number first; if it is right, ask the carrier, then send it again or refund it."),
    ),
    Reason.RETURNING: ReasonText(
        title=text("Your parcel is on its way back to us"),
        text=text("The carrier couldn’t deliver it and is bringing it back. Please contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The parcel is coming back undelivered."),
        merchant_fix=text("Check the address with the customer, then send it again or refund it."),
    ),
    Reason.UNKNOWN_STATUS: _UNKNOWN,
    Reason.PARTLY_DELIVERED: ReasonText(
        title=text("At least one parcel has arrived"),
        text=text("There are several parcels, each with its own tracking number, which shows where it is."),
        actor=Actor.CARRIER,
        step=NextStep.TRACK,
        merchant_cause=text("The shipment has several tracking numbers, and Shopify does not say which one arrived."),
        merchant_fix=text("Nothing to do, unless the customer misses one: then look each number up."),
    ),
    Reason.SHOULD_HAVE_ARRIVED: ReasonText(
        title=text("It should be with you by now"),
        text=text("We don’t get a delivery update for this one. If you don’t have it, please contact us."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        action_text=text("If you don’t have it, contact us with your order number."),
        merchant_cause=text(
            "Nothing reports the arrival of this shipment, and the time that it usually needs is over."
        ),
        merchant_fix=text("Nothing to do, unless the customer misses it. Mark deliveries and pickups to close them."),
    ),
    Reason.MAYBE_LOST: ReasonText(
        title=text("Your parcel may be lost"),
        text=text("It hasn’t been scanned for %(silence)s. Please contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The carrier has not scanned the parcel for far longer than the shop’s limit."),
        merchant_fix=text("Ask the carrier where it is, then send it again or refund it."),
    ),
    Reason.PICKUP_OVER: ReasonText(
        title=text("It hasn’t been picked up"),
        text=text("It’s been waiting for a long time. Please ask there, or contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The parcel has waited to be picked up for longer than it is usually kept."),
        merchant_fix=text("Ask the customer or the pickup point, and expect the parcel back."),
    ),
    # --- return -------------------------------------------------------------------------------------------------
    Reason.RETURN_REQUESTED: ReasonText(
        title=text("Return requested"),
        text=text("We have your request. Please keep the items until you hear from us."),
        actor=Actor.SHOP,
        merchant_cause=text("The customer asked to return items."),
        merchant_fix=text("Approve or decline the request."),
    ),
    Reason.RETURN_DECLINED: ReasonText(
        title=text("Return declined"),
        text=text("We couldn’t accept this return."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        merchant_cause=text("The return was declined."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.RETURN_APPROVED: ReasonText(
        title=text("Return approved"),
        text=text("Please send the items back. You’ll see here when we have them."),
        actor=Actor.CUSTOMER,
        step=NextStep.SEND_BACK,
        merchant_cause=text("The return is open and nothing has come back yet."),
        merchant_fix=text("Send a label, or remind the customer."),
    ),
    Reason.RETURN_ON_ITS_WAY: ReasonText(
        title=text("Your return is on its way to us"),
        text=text("The items are on their way. You’ll see here when we have them."),
        actor=Actor.CARRIER,
        merchant_cause=text("The returned parcel has a tracking number."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.RETURN_RECEIVED: ReasonText(
        title=text("Your return has arrived"),
        text=text("We have your items."),
        actor=Actor.SHOP,
        merchant_cause=text("The returned items are back."),
        merchant_fix=text("Inspect the items and refund them."),
    ),
    Reason.RETURN_INSPECTED: ReasonText(
        title=text("Your return was checked"),
        text=text("We’ve checked the items. No refund has been made yet. You’ll see it here once it has."),
        actor=Actor.SHOP,
        merchant_cause=text("The returned items were inspected, but not refunded."),
        merchant_fix=text("Refund them."),
    ),
    Reason.RETURN_REFUNDED: ReasonText(
        title=text("Your return was refunded"),
        text=text("The refund for it has been made."),
        actor=Actor.NOBODY,
        merchant_cause=text("The return was refunded."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.RETURN_FAILED: ReasonText(
        title=text("Your return wasn’t completed"),
        text=text("The return couldn’t be completed. If you didn’t expect that, please contact us."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("A return was canceled or not completed."),
        merchant_fix=text("Look at the return in the order, and write to the customer."),
    ),
    Reason.RETURN_MISSING: ReasonText(
        title=text("Something is missing from your return"),
        text=text("Your parcel arrived, but we couldn’t find the items in it. Please contact us."),
        actor=Actor.CUSTOMER,
        step=NextStep.CONTACT,
        merchant_cause=text("Returned items were marked as missing when the parcel was opened."),
        merchant_fix=text("Ask the customer and the carrier, then refund the items or close the return."),
    ),
    Reason.RETURN_CANCELLED: ReasonText(
        title=text("Your return was canceled"),
        text=text("The return was canceled. If you didn’t expect that, please contact us."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        merchant_cause=text("The return was canceled."),
        merchant_fix=text("Write to the customer if they did not ask for it."),
    ),
    Reason.RETURN_LATE: ReasonText(
        title=text("Your return hasn’t reached us yet"),
        text=text("There’s been no update since you sent the items back."),
        actor=Actor.SHOP,
        step=NextStep.CONTACT,
        merchant_cause=text("The return has a tracking number, and the items have not been received for a long time."),
        merchant_fix=text("Look its number up; if it has arrived, receive and refund the return."),
    ),
    Reason.EXCHANGE: ReasonText(
        title=text("Your exchange is underway"),
        text=text("Please send the items back in exchange for the new ones."),
        actor=Actor.CUSTOMER,
        step=NextStep.SEND_BACK,
        merchant_cause=text("The return is an exchange."),
        merchant_fix=text("Send the new items when the old ones are in, or earlier if you trust the customer."),
    ),
    Reason.EXCHANGED: ReasonText(
        title=text("Your exchange is done"),
        text=text("We have your items, and the new ones have been sent."),
        actor=Actor.NOBODY,
        merchant_cause=text("The returned items are back, and the new ones have been sent."),
        merchant_fix=NOTHING_TO_DO,
    ),
    # --- cancel -------------------------------------------------------------------------------------------------
    Reason.CANCELLED_CUSTOMER: ReasonText(
        title=text("Your order was canceled"),
        text=text("The order was canceled as you asked, and nothing will be sent."),
        actor=Actor.NOBODY,
        merchant_cause=text("The customer canceled the order."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.CANCELLED_PAYMENT: ReasonText(
        title=text("Your order was canceled"),
        text=text("The payment didn’t go through, so the order was canceled and nothing will be sent."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        merchant_cause=text("The payment was declined."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.CANCELLED_STOCK: ReasonText(
        title=text("Your order was canceled"),
        text=text("We couldn’t get the products, so the order was canceled. We’re sorry."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        merchant_cause=text("The order was canceled for lack of stock."),
        merchant_fix=NOTHING_TO_DO,
    ),
    Reason.CANCELLED_OTHER: ReasonText(
        title=text("Your order was canceled"),
        text=text("The order was canceled and nothing will be sent. If you didn’t expect that, please contact us."),
        actor=Actor.NOBODY,
        step=NextStep.CONTACT,
        merchant_cause=text("The order was canceled by staff or by a check."),
        merchant_fix=NOTHING_TO_DO,
    ),
}


def reason_text(reason: Reason) -> ReasonText:
    """Returns the row of a reason."""
    return row_or_fallback(REASONS, reason, _UNKNOWN, content="words", module="tracking/order/reasons.py")
