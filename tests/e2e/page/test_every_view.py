"""What holds for every view: accessible in light and dark, no wider than the window, nothing of another origin."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page.conftest import Served, SignIn
from tests.e2e.page.views import VIEWS, find_addresses

AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def settle(page: Page) -> None:
    """Wait until the view shows what it asked for; the queue's streams stay open, so the network never rests."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_accessible_and_fits(view: str, sign_in: SignIn, served: Served) -> None:
    page = sign_in("investigator", find_addresses(served).of[view])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settle(page)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: Any = page.evaluate(
            "rules => axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] })",
            RULES,
        )
        serious = [
            (one["id"], node["html"], node["failureSummary"])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert serious == []
    for width in (1280, 820):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_a_heading_and_a_title_of_its_own(view: str, sign_in: SignIn, served: Served) -> None:
    page = sign_in("reader", find_addresses(served).of[view])
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.title() != "Namesake"
    assert page.title().endswith("· Namesake")
