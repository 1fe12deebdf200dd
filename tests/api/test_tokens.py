"""Bearer tokens against a real issuer on this machine: what is not signed, meant and timed right is refused."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from api_client import open_client
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from issuer import AUDIENCE, LocalIssuer, public_pem, serve_issuer, unsigned

from api.access import ROLES, Principal
from api.tokens import Issuer, read_claim, read_keys
from graph.errors import BadSetting, Forbidden, Unauthenticated
from graph.server import Connection
from graph.settings import Settings

NOW = int(time.time())


@pytest.fixture
def local() -> Iterator[LocalIssuer]:
    with serve_issuer() as issuer:
        yield issuer


@pytest.fixture
def settings(server_settings: Settings, local: LocalIssuer) -> Settings:
    return replace(server_settings, oidc_issuer=local.url, oidc_audience=AUDIENCE)


def identify(issuer: Issuer, *tokens: str) -> Principal:
    """Who the last token says it is, after the others."""

    async def ask() -> Principal:
        for token in tokens[:-1]:
            await issuer.identify(token)
        return await issuer.identify(tokens[-1])

    return asyncio.run(ask())


def test_a_good_token_says_who_and_what(settings: Settings, local: LocalIssuer) -> None:
    token = local.sign("k1", roles=["reader", "investigator", "unheard of"], name="Ana")
    found = identify(Issuer(settings), token)
    assert found == Principal("oidc:u1", "Ana", ROLES["reader"] | ROLES["investigator"])


def test_elliptic_curve_keys_are_good_too(settings: Settings, local: LocalIssuer) -> None:
    local.rotate("e1", ec.generate_private_key(ec.SECP256R1()))
    assert identify(Issuer(settings), local.sign("e1", algorithm="ES256")).id == "oidc:u1"


def test_roles_may_be_deep_or_words(settings: Settings, local: LocalIssuer) -> None:
    issuer = Issuer(replace(settings, oidc_role_claim="realm_access.roles"))
    token = local.sign("k1", roles=None, realm_access={"roles": ["service"]})
    assert identify(issuer, token).permissions == ROLES["service"]
    assert read_claim({"scope": "reader admin"}, "scope") == ["reader", "admin"]
    assert read_claim({"https://example.org/roles": ["admin"]}, "https://example.org/roles") == ["admin"]
    assert read_claim({"roles": {"a": 1}}, "roles.a.b") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exp": NOW - 60}, "expired"),
        ({"exp": None}, "exp"),
        ({"nbf": NOW + 600}, "not yet valid"),
        ({"aud": "another"}, "[Aa]udience"),
        ({"aud": None}, "aud"),
        ({"iss": "https://elsewhere.example"}, "[Ii]ssuer"),
        ({"sub": None}, "sub"),
    ],
)
def test_a_token_for_another_time_place_or_person_is_refused(
    settings: Settings, local: LocalIssuer, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Unauthenticated, match=said):
        identify(Issuer(settings), local.sign("k1", **changes))


FORGED: dict[str, Callable[[LocalIssuer], str]] = {
    "unsigned": lambda local: unsigned(
        {"iss": local.url, "aud": AUDIENCE, "sub": "u1", "exp": NOW + 60, "roles": ["admin"]}, "k1"
    ),
    "another's key": lambda local: local.sign("k1", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    "another algorithm": lambda local: local.sign("k1", algorithm="PS256"),
    "another kind of key": lambda local: local.sign("k1", ec.generate_private_key(ec.SECP256R1()), "ES256"),
    "nonsense": lambda local: "a.b.c",
    "cut": lambda local: local.sign("k1")[:-20],
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_is_refused(settings: Settings, local: LocalIssuer, forge: Callable[[LocalIssuer], str]) -> None:
    with pytest.raises(Unauthenticated):
        identify(Issuer(settings), local.sign("k1"), forge(local))


def test_the_public_key_is_no_secret_to_sign_with(settings: Settings, local: LocalIssuer) -> None:
    head, body, _ = local.sign("k1").split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"k1","typ":"JWT"}').decode().rstrip("=")
    signature = hmac.new(public_pem(local.keys["k1"]), f"{head}.{body}".encode(), hashlib.sha256).digest()
    forged = f"{head}.{body}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    with pytest.raises(Unauthenticated, match="not signed by one of"):
        identify(Issuer(settings), local.sign("k1"), forged)


def test_a_rotated_key_is_fetched_and_the_old_one_ends(settings: Settings, local: LocalIssuer) -> None:
    issuer = Issuer(settings, refetch_s=0.0)
    old = local.sign("k1")
    assert identify(issuer, old).id == "oidc:u1"
    local.rotate("k2")
    assert identify(issuer, local.sign("k2")).id == "oidc:u1"
    with pytest.raises(Unauthenticated, match="no such key"):
        identify(issuer, old)


def test_tokens_with_unknown_keys_do_not_flood_the_issuer(settings: Settings, local: LocalIssuer) -> None:
    issuer = Issuer(settings)
    identify(issuer, local.sign("k1"))
    for number in range(20):
        with pytest.raises(Unauthenticated):
            identify(issuer, local.sign(f"made up {number}", local.keys["k1"]))
    assert local.asked.count("/keys") == 1


def test_an_issuer_that_is_down_lets_nobody_in_and_known_keys_stay(settings: Settings, local: LocalIssuer) -> None:
    issuer = Issuer(settings, refetch_s=0.0)
    local.is_down = True
    with pytest.raises(Unauthenticated, match="cannot be read"):
        identify(issuer, local.sign("k1"))
    local.is_down = False
    identify(issuer, local.sign("k1"))
    local.is_down = True
    assert identify(issuer, local.sign("k1")).id == "oidc:u1"


def test_a_discovery_document_of_another_issuer_is_not_believed(settings: Settings, local: LocalIssuer) -> None:
    local.claims_to_be = "https://elsewhere.example"
    with pytest.raises(Unauthenticated, match="cannot be read"):
        identify(Issuer(settings), local.sign("k1"))


def test_keys_for_other_uses_are_left_out(local: LocalIssuer) -> None:
    rows = local.answer("/keys")["keys"]
    assert set(read_keys(rows)) == {"k1"}
    assert read_keys([{**rows[0], "use": "enc"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "s"}, {"kty": "new"}]) == {}


def test_a_token_without_a_role_here_is_forbidden(settings: Settings, local: LocalIssuer) -> None:
    with pytest.raises(Forbidden, match="no role here"):
        identify(Issuer(settings), local.sign("k1", roles=["janitor"]))


@pytest.mark.parametrize(
    "changes",
    [{"oidc_audience": ""}, {"oidc_issuer": "http://issuer.example"}, {"oidc_jwks_url": "http://issuer.example/keys"}],
)
def test_settings_that_would_trust_anybody_are_refused(settings: Settings, changes: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        Issuer(replace(settings, **changes))


@pytest.mark.usefixtures("graph")
def test_the_service_takes_tokens_and_wants_one(settings: Settings, local: LocalIssuer, server: Connection) -> None:
    async def work() -> None:
        async with open_client(settings, server) as client:
            query = {"query": "{ findings { totalCount } }"}
            assert (await client.http.post("/graphql", json=query)).status_code == 401
            for roles, status in ((["reader"], 200), (["janitor"], 403)):
                headers = {"Authorization": f"Bearer {local.sign('k1', roles=roles)}"}
                answer = await client.http.post("/graphql", json=query, headers=headers)
                assert answer.status_code == status, answer.text

    asyncio.run(work())
