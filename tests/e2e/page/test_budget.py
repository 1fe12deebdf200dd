"""What the first view costs to load."""

import gzip

from playwright.sync_api import Response

from tests.e2e.page.conftest import SignIn
from tests.e2e.page.test_every_view import settle

MAX_SCRIPT_BYTES = 300_000


def test_the_first_view_loads_little_script_and_loads_it_once(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    scripts: dict[str, bytes] = {}
    headers: dict[str, str] = {}

    def note(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts[response.url] = response.body()
            headers.update(response.headers)

    page.on("response", note)
    page.reload()
    settle(page)
    assert scripts
    assert sum(len(gzip.compress(script)) for script in scripts.values()) < MAX_SCRIPT_BYTES
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
