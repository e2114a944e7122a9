"""Who may ask: pages of this server alone.

A web page anywhere can send requests to a port of this machine, and a foreign name can be made to
lead to it (DNS rebinding). So Host must name the server, and Origin, which browsers add to what
scripts send, must be its own. Sec-Fetch-Site says the same of what comes without an Origin
(https://www.w3.org/TR/fetch-metadata/).
"""

from __future__ import annotations

from collections.abc import Mapping

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Nothing from elsewhere, and nothing within a page that could run."""
FRAMED = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For pages of outputs, which stand in a frame: no script at all."""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_NAMES = ("127.0.0.1", "localhost", "[::1]")


def refusal(method: str, headers: Mapping[str, str], host: str, port: int) -> str:
    """Why a request is refused; empty if it may be answered. `headers` are in lower case."""
    own = {f"{name}:{port}" for name in (*_NAMES, f"[{host}]" if ":" in host else host)}
    if port == 80:
        own |= {name.removesuffix(":80") for name in own}
    asked = headers.get("host", "").lower()
    if asked not in own:
        return "this server does not go by that name"
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"http://{asked}":
        return "another page asks"
    if origin is None and method not in {"GET", "HEAD"}:
        return "a page must say that it asks"
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        is_visit = headers.get("sec-fetch-mode") == "navigate" and method == "GET"
        if not is_visit or headers.get("sec-fetch-dest") != "document":
            return "another page asks"
    return ""
