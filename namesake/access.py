"""Who will be able to ask the API with these settings and keys."""

from graph.errors import BadSetting
from graph.settings import Settings, is_loopback


def check_access(settings: Settings, *, has_keys: bool) -> str:
    """Who will, as a sentence. Raises: BadSetting: anybody, from anywhere, be it through a proxy on this machine."""
    if has_keys or settings.oidc_issuer:
        return "every request needs a key or a token"
    if not is_loopback(settings.host):
        raise _open("NAMESAKE_HOST", settings.host)
    if settings.allowed_hosts:
        raise _open("NAMESAKE_ALLOWED_HOSTS", ",".join(settings.allowed_hosts))
    return f"no key and no issuer is configured: {settings.host} serves this machine alone, and it may do everything"


def _open(setting: str, value: str) -> BadSetting:
    return BadSetting(
        f"{setting} is `{value}`, and no key and no issuer is configured: anybody who reaches it could ask",
        hint=f"make a key with `namesake keys create`, set NAMESAKE_OIDC_ISSUER, or unset {setting} for this machine alone",
    )
