"""Every error has a page, a place in the tree's docstring, and a message with its remedy."""

from pathlib import Path

import pytest

from graph import errors

PAGES = Path(__file__).parents[2] / "docs" / "errors"


def concrete(kind: type[errors.NamesakeError]) -> list[type[errors.NamesakeError]]:
    below = kind.__subclasses__()
    return [kind] if not below else [leaf for child in below for leaf in concrete(child)]


@pytest.mark.parametrize("kind", concrete(errors.NamesakeError), ids=lambda kind: kind.code)
def test_error_says_what_and_what_to_do(kind: type[errors.NamesakeError]) -> None:
    text = str(kind("it broke", hint="mend it"))
    assert text.startswith("error: it broke\nhint: mend it (docs/errors/")
    assert (PAGES / f"{kind.code}.md").read_text().startswith(f"# `{kind.code}`")
    assert kind.__name__ in (errors.__doc__ or "")


def test_every_page_has_an_error() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {kind.code for kind in concrete(errors.NamesakeError)}
