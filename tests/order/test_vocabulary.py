import re

from tracking.order.vocabulary import (
    ARRIVED,
    STAGES,
    Condition,
    EntryKind,
    NextStep,
    Reason,
    RemovedReason,
    Route,
    Stage,
)

PUBLIC = (Condition, EntryKind, NextStep, Reason, RemovedReason, Route, Stage)


def test_every_route_has_its_steps() -> None:
    bars = {route.value: " ".join(stages) for route, stages in STAGES.items()}
    assert bars == {
        "ship": "ordered confirmed preparing shipped out_for_delivery delivered",
        "pickup_point": "ordered confirmed preparing shipped ready_for_pickup picked_up",
        "pickup": "ordered confirmed preparing ready_for_pickup picked_up",
        "local_delivery": "ordered confirmed preparing out_for_delivery delivered",
        "digital": "ordered confirmed sent",
        "in_store": "completed",
        "return": "requested approved on_its_way_back received refunded",
        "cancelled": "ordered cancelled",
    }


def test_conditions_do_not_change() -> None:
    assert " ".join(Condition) == "fine waiting late action_needed problem done"


def test_next_steps_do_not_change() -> None:
    assert " ".join(NextStep) == (
        "wait track pay contact print_label send_back pick_up arrange_delivery check_address rate"
    )


def test_kinds_and_reasons_of_the_json_do_not_change() -> None:
    assert (" ".join(EntryKind), " ".join(RemovedReason)) == (
        "order payment fulfillment return",
        "cancelled refunded edited",
    )


def test_reasons_do_not_change() -> None:
    assert " ".join(Reason) == (
        "pay_pending pay_reserved pay_on_delivery pay_in_shop pay_later pay_overdue pay_balance_due pay_expired "
        "pay_voided pay_paid pay_refund_partial pay_refunded pay_refund_failed pay_owed_back "
        "hold_payment hold_review hold_address hold_stock hold_date_unknown hold_return_items hold_other "
        "scheduled preorder at_warehouse waiting_for_supplier request_sent request_stopping request_declined "
        "older_than_usual fulfillment_cancelled nothing_to_send "
        "no_scan_yet label_voided no_tracking see_carrier stalled estimate_passed delayed buyer_action attempt_failed "
        "at_pickup_point not_delivered tracking_failed returning unknown_status partly_delivered "
        "should_have_arrived maybe_lost pickup_over "
        "return_requested return_declined return_approved return_on_its_way return_received return_inspected "
        "return_refunded return_failed return_missing return_cancelled return_late exchange exchanged "
        "cancelled_customer cancelled_payment cancelled_stock cancelled_other"
    )


def test_every_code_fits_a_class_name_and_a_url() -> None:
    assert all(re.fullmatch(r"[a-z_]+", code) for codes in PUBLIC for code in codes)


def test_every_delivery_ends_where_something_has_arrived() -> None:
    ends = {stages[-1] for route, stages in STAGES.items() if route not in (Route.RETURN, Route.CANCELLED)}
    assert ends == ARRIVED
