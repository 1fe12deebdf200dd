"""The investigators' page: the files that `make page` built from `web/`, at the addresses that its views have."""

from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles

BUILT: Final = Path(str(files("api"))) / "page"
"""Where `make page` puts it. An installation without it shows what it is and how the page is built."""
QUERIES: Final = BUILT / "queries.json"
"""What the page asks, by SHA-256 of the text."""
VIEWS: Final = (
    "/",
    "/artists/{id:path}",
    "/clusters",
    "/clusters/{id:path}",
    "/findings/{id:path}",
    "/network",
    "/releases/{id:path}",
    "/runs",
    "/runs/{id:path}",
    "/search",
)
"""Addresses of the views in `web/router.tsx`. Each answers with the one document; its script reads the rest of the address."""
_OPEN_PREFIXES: Final = ("/assets/", "/mark.svg", *(view.partition("{")[0] for view in VIEWS if view != "/"))
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; worker-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def is_open(path: str) -> bool:
    """Whether anybody may read it: the page's own files hold nothing of the catalog, which it asks for with a key."""
    return path == "/" or path.startswith(_OPEN_PREFIXES)


def add_page(app: FastAPI) -> None:
    """Serve the page, or the short one that says how it is built."""
    for view in VIEWS:
        app.add_api_route(view, _show, methods=["GET"], response_class=HTMLResponse)
    if BUILT.is_dir():
        app.mount("/assets", GZipMiddleware(_Assets(directory=BUILT / "assets"), minimum_size=1000))
        app.add_api_route("/mark.svg", _show_mark, methods=["GET"], response_model=None)


class _Assets(StaticFiles):
    """Files whose names carry a hash of what is in them: kept for good by whoever has read them."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def is_visit(request: Request) -> bool:
    """Whether a browser asks for something to show, as it does for an address that somebody typed or followed."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


async def _show() -> Response:
    return show()


def show(status: int = 200) -> Response:
    """The page's document; its script says where an address leads nowhere, which `status` tells beforehand."""
    document = BUILT / "index.html"
    if not document.is_file():
        document = BUILT.with_name("unbuilt.html")
    return HTMLResponse(
        document.read_text(encoding="utf-8"),
        status_code=status,
        headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"},
    )


async def _show_mark() -> Response:
    return FileResponse(BUILT / "mark.svg", media_type="image/svg+xml")
