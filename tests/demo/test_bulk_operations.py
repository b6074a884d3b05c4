import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.demo.demo_client import Answer, DemoClient
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES, BulkFaults, DemoStore
from tracking.demo.harbor_goods import SHOP

RUN = """mutation($bulk: String!) { bulkOperationRunQuery(query: $bulk) {
  bulkOperation { id status } userErrors { code field message }
} }"""
FIELDS = "id status type errorCode objectCount rootObjectCount fileSize url partialDataUrl createdAt completedAt"
ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }"


@pytest.fixture
def demo_client() -> DemoClient:
    return DemoClient(harbor_goods())


def run(demo_client: DemoClient, query: str = ORDERS) -> Answer:
    answer: Answer = demo_client.query(RUN, bulk=query)["data"]["bulkOperationRunQuery"]
    return answer


def look(demo_client: DemoClient, seconds: float = 0) -> Answer:
    """The newest operation, after so many seconds."""
    demo_client.now += timedelta(seconds=seconds)
    answer: Answer = demo_client.query(f"{{ currentBulkOperation {{ {FIELDS} }} }}")["data"]["currentBulkOperation"]
    return answer


def lines(demo_client: DemoClient, url: str) -> list[Answer]:
    response = demo_client.session.get(url, stream=True)
    assert response.status_code == 200
    return [json.loads(line) for line in response.iter_lines()]


def test_operation_is_created_runs_and_completes(demo_client: DemoClient) -> None:
    made = run(demo_client)
    assert made == {"bulkOperation": {"id": "gid://shopify/BulkOperation/1", "status": "CREATED"}, "userErrors": []}
    assert look(demo_client)["status"] == "CREATED"
    running = look(demo_client, 1)
    assert (running["status"], running["url"], running["completedAt"]) == ("RUNNING", None, None)
    done = look(demo_client, 2)
    assert (done["status"], done["errorCode"], done["partialDataUrl"]) == ("COMPLETED", None, None)
    assert done["completedAt"] == demo_client.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_file_has_a_line_for_each_order_and_its_lines_after_it(demo_client: DemoClient) -> None:
    run(demo_client)
    done = look(demo_client, 3)
    found = lines(demo_client, done["url"])
    orders = [line for line in found if "__parentId" not in line]
    assert [line["name"] for line in orders] == [
        order["name"]
        for order in sorted(harbor_goods().orders, key=lambda each: (str(each["processedAt"]), str(each["id"])))
    ]
    parent = ""
    for line in found:
        parent = line["id"] if "__parentId" not in line else parent
        assert line.get("__parentId", parent) == parent
    assert (done["rootObjectCount"], done["objectCount"]) == (str(len(orders)), str(len(found)))
    content = demo_client.session.get(done["url"]).content
    assert done["fileSize"] == str(len(content))
    assert all(edge.keys() == {"id", "quantity", "__parentId"} for edge in found if "__parentId" in edge)


def test_arguments_of_the_query_are_followed(demo_client: DemoClient) -> None:
    run(demo_client, '{ found: orders(query: "name:1001", reverse: true) { edges { node { name } } } }')
    names = [line["name"] for line in lines(demo_client, look(demo_client, 3)["url"])]
    assert names == demo_client.search("name:1001")


def test_another_connection_than_orders_is_read_too(demo_client: DemoClient) -> None:
    run(demo_client, "{ webhookSubscriptions { edges { node { id } } } }")
    done = look(demo_client, 3)
    assert (done["status"], done["objectCount"], done["url"]) == ("COMPLETED", "0", None)


def test_many_orders_take_longer_and_count_up(demo_client: DemoClient) -> None:
    order = harbor_goods().orders[0]
    rows = [{**order, "id": f"gid://shopify/Order/{number}"} for number in range(10_000)]
    demo_client = DemoClient(DemoStore(orders=rows, shop=SHOP))
    run(demo_client, "{ orders { edges { node { id } } } }")
    counts = [look(demo_client, 1)["rootObjectCount"] for _ in range(5)]
    assert counts == ["2000", "4000", "6000", "8000", "10000"]
    assert look(demo_client)["status"] == "RUNNING"
    assert look(demo_client, 1)["status"] == "COMPLETED"


def test_query_beyond_a_limit_is_a_user_error(demo_client: DemoClient) -> None:
    refused = run(demo_client, "{ orders { edges { node { id fulfillments { events { edges { node { id } } } } } } } }")
    assert refused == {
        "bulkOperation": None,
        "userErrors": [
            {
                "code": "INVALID",
                "field": ["query"],
                "message": "Queries that contain a connection field within a list field are not currently supported.",
            }
        ],
    }
    assert look(demo_client) is None


def test_five_operations_run_at_a_time(demo_client: DemoClient) -> None:
    assert [run(demo_client)["userErrors"] for _ in range(5)] == [[]] * 5
    [refusal] = run(demo_client)["userErrors"]
    assert refusal["code"] == "OPERATION_IN_PROGRESS"
    assert "gid://shopify/BulkOperation/5." in refusal["message"]
    look(demo_client, 3)
    assert run(demo_client)["userErrors"] == []


def test_operation_that_fails_half_way_leaves_what_it_has(demo_client: DemoClient) -> None:
    demo_client.transport.bulk.faults = BulkFaults(fails_after=7)
    run(demo_client)
    failed = look(demo_client, 3)
    assert (failed["status"], failed["errorCode"], failed["url"]) == ("FAILED", "INTERNAL_SERVER_ERROR", None)
    assert len(lines(demo_client, failed["partialDataUrl"])) == 7


def test_a_line_may_be_cut_off(demo_client: DemoClient) -> None:
    demo_client.transport.bulk.faults = BulkFaults(broken_line=3)
    run(demo_client)
    content = demo_client.session.get(look(demo_client, 3)["url"]).text.splitlines()
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(content[2])
    assert json.loads(content[3])


def test_operation_without_the_scope_fails() -> None:
    demo_client = DemoClient(DemoStore(orders=[], shop=SHOP, scopes=ALL_SCOPES - {"read_orders"}))
    run(demo_client)
    assert look(demo_client, 3)["errorCode"] == "ACCESS_DENIED"


def test_file_is_gone_after_a_week(demo_client: DemoClient) -> None:
    run(demo_client)
    url = look(demo_client, 3)["url"]
    expired = look(demo_client, timedelta(days=7).total_seconds())
    assert (expired["status"], expired["url"]) == ("EXPIRED", None)
    assert demo_client.session.get(url).status_code == 404


def test_operation_is_cancelled(demo_client: DemoClient) -> None:
    cancel = "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }"
    node_id = run(demo_client)["bulkOperation"]["id"]
    answer = demo_client.query(cancel, id=node_id)["data"]["bulkOperationCancel"]
    assert answer == {"bulkOperation": {"status": "CANCELING"}, "userErrors": []}
    assert look(demo_client)["status"] == "CANCELED"
    assert demo_client.query(cancel, id=node_id)["data"]["bulkOperationCancel"]["userErrors"]
    unknown = demo_client.query(cancel, id="gid://shopify/BulkOperation/9")["data"]["bulkOperationCancel"]
    assert unknown["userErrors"][0]["message"] == "Bulk operation does not exist"


def test_operations_are_found_by_id_and_listed_newest_first(demo_client: DemoClient) -> None:
    for _ in range(3):
        run(demo_client)
        demo_client.now += timedelta(seconds=3)
    run(demo_client)
    query = """query($id: ID!) {
      bulkOperation(id: $id) { status }
      node(id: $id) { __typename ... on BulkOperation { id } }
      bulkOperations(first: 2) { nodes { id } pageInfo { hasNextPage } }
      created: bulkOperations(first: 9, query: "status:created") { edges { node { id } } }
    }"""
    answer = demo_client.query(query, id="gid://shopify/BulkOperation/2")["data"]
    assert answer["bulkOperation"] == {"status": "COMPLETED"}
    assert answer["node"] == {"__typename": "BulkOperation", "id": "gid://shopify/BulkOperation/2"}
    assert [node["id"][-1] for node in answer["bulkOperations"]["nodes"]] == ["4", "3"]
    assert answer["bulkOperations"]["pageInfo"]["hasNextPage"]
    assert [edge["node"]["id"][-1] for edge in answer["created"]["edges"]] == ["4"]


def test_the_oldest_of_many_operations_are_forgotten(demo_client: DemoClient) -> None:
    for _ in range(25):
        run(demo_client, '{ orders(query: "id:1") { edges { node { id } } } }')
        demo_client.now += timedelta(seconds=3)
    nodes = demo_client.query("{ bulkOperations(first: 50) { nodes { id } } }")["data"]["bulkOperations"]["nodes"]
    assert [node["id"].rpartition("/")[2] for node in nodes] == [str(number) for number in range(25, 5, -1)]


def test_a_range_of_the_file_is_read(demo_client: DemoClient) -> None:
    run(demo_client)
    url = look(demo_client, 3)["url"]
    whole = demo_client.session.get(url).content
    for asked, start, stop in (
        ("0-99", 0, 100),
        ("100-149", 100, 150),
        (f"{len(whole) - 5}-{len(whole) + 5}", -5, None),
    ):
        part = demo_client.session.get(url, headers={"Range": f"bytes={asked}"})
        first = start % len(whole)
        assert (part.status_code, part.content) == (206, whole[start:stop])
        assert part.headers["Content-Range"] == f"bytes {first}-{first + len(part.content) - 1}/{len(whole)}"
    beyond = demo_client.session.get(url, headers={"Range": f"bytes={len(whole)}-{len(whole) + 5}"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_locations_need_a_scope_of_their_own() -> None:
    query = "{ orders { edges { node { fulfillments { location { name } service { serviceName } } } } } }"
    for scopes, status in ((ALL_SCOPES, "FAILED"), (ALL_SCOPES | {"read_locations"}, "COMPLETED")):
        demo_client = DemoClient(replace(harbor_goods(), scopes=scopes))
        run(demo_client, query)
        assert look(demo_client, 3)["status"] == status
