"""Who will be able to ask the API with these settings and keys."""

from graph.errors import BadSetting
from graph.settings import Settings, is_loopback


def check_access(settings: Settings, *, has_keys: bool) -> str:
    """Who will, as a sentence. Raises: BadSetting: anybody, from anywhere."""
    if has_keys or settings.oidc_issuer:
        return "every request needs a key or a token"
    if is_loopback(settings.host):
        return (
            f"no key and no issuer is configured: {settings.host} serves this machine alone, and it may do everything"
        )
    raise BadSetting(
        f"NAMESAKE_HOST is `{settings.host}`, and no key and no issuer is configured: anybody who reaches it could ask",
        hint="make a key with `namesake keys create`, set NAMESAKE_OIDC_ISSUER, or unset NAMESAKE_HOST for this machine alone",
    )
