from tracking.directory.order_hashes import OrderHashes

OLD, NEW = OrderHashes(["old"]), OrderHashes(["old", "new"])


def test_hash_of_an_older_key_is_found() -> None:
    assert OLD.erased("1") in NEW.erased_candidates("1")
    assert NEW.erased("1") == NEW.erased_candidates("1")[0] != OLD.erased("1")
    contact = OLD.contact(email="ada@example.com", phone=None)
    assert contact in NEW.contact_candidates(email="Ada@Example.com", phone=None)


def test_an_email_address_comes_before_a_phone_number() -> None:
    both = NEW.contact(email="ada@example.com", phone="+441514960123")
    assert both == NEW.contact(email="ADA@example.com", phone=None)
    assert NEW.contact(email=None, phone="+44 151 496 0123") == NEW.contact(email=None, phone="+441514960123") != both


def test_no_contact_has_no_hash() -> None:
    assert NEW.contact(email=None, phone=None) is None
    assert NEW.contact_candidates(email=None, phone="?") == ()


def test_an_id_and_a_contact_are_hashed_apart() -> None:
    assert NEW.erased("ada@example.com") != NEW.contact(email="ada@example.com", phone=None)


def test_a_tag_is_found_in_any_case_and_under_an_older_key() -> None:
    assert OLD.tags(["Ada Byron", "gift"]) <= {*NEW.tag_candidates("ada byron"), *NEW.tag_candidates(" GIFT ")}
    assert NEW.tags(["gift"]).isdisjoint(OLD.tags(["gift"]))
