from typing import Any

from aiohttp.test_utils import RawTestServer, TestClient

from bot.handlers.edge import Door
from bot.handlers.health import add_health
from tests.handlers.desk import Desk


async def test_health_says_that_the_process_serves_and_readiness_names_what_is_wrong() -> None:
    wrong: list[str] = []

    async def ready() -> list[str]:
        return wrong

    door = Door(Desk())
    add_health(door, ready)
    client: TestClient[Any, Any] = TestClient(RawTestServer(door))
    async with client:
        for path in ("/healthz", "/readyz"):
            response = await client.get(path)
            assert (response.status, await response.text()) == (200, "ok")
        wrong += ["database", "schema"]
        response = await client.get("/readyz")
        assert (response.status, await response.text()) == (503, "database\nschema")
        assert (await client.get("/healthz")).status == 200
        assert (await client.post("/healthz")).status == 404
