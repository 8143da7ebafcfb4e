"""The official Python SDK, unmodified, against this service over TLS.

Run it with `cargo xtask test sdk`, which sees to Python, the packages and the service's binary. By hand, with the
packages of requirements.txt installed:

    REMOTE_RENDERING_BINARY=target/debug/remote-rendering python -m pytest tests/python
"""

import re
import time
import uuid

import pytest
from azure.core.credentials import AccessToken, AzureKeyCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.mixedreality.remoterendering import RemoteRenderingClient, RenderingSessionSize
from azure.mixedreality.remoterendering._api_version import RemoteRenderingApiVersion

from clients import (
    AsyncClient,
    AsyncIdentityProvider,
    IdentityProvider,
    access_token,
    expired_token,
)


def new_id() -> str:
    return str(uuid.uuid4())


def ids(pages) -> list[str]:
    return [session.id for page in pages for session in page]


def test_a_session_from_create_to_stop(service, connect):
    client, session_id = connect(service), new_id()
    poller = client.create(session_id, RenderingSessionSize.STANDARD, 4)
    ready = client.result(poller)
    assert (ready.id, ready.status, ready.size) == (session_id, "Ready", "Standard")
    assert ready.lease_time_minutes == 4 and ready.elapsed_time_minutes == 0
    assert ".remoterendering.vm.westeurope." in ready.hostname
    ports = ready.arr_inspector_port, ready.handshake_port
    assert all(49_152 <= port <= 65_534 for port in ports) and ports[0] != ports[1]
    assert ready.teraflops > 0 and ready.error is None
    assert abs(ready.created_on.timestamp() - time.time()) < 60
    assert session_id in ids(client.pages())

    assert client.update(session_id, 10).lease_time_minutes == 10
    read = client.get(session_id)
    assert (read.lease_time_minutes, read.hostname) == (10, ready.hostname)

    client.stop(session_id)
    client.stop(session_id)
    stopped = client.get(session_id)
    assert stopped.status == "Stopped"
    assert stopped.hostname is None and stopped.handshake_port is None
    assert session_id not in ids(client.pages())


def test_a_create_can_be_repeated(service, connect):
    client, session_id = connect(service), new_id()
    first = client.result(client.create(session_id, "Premium", 5))
    again = client.result(client.create(session_id, "Premium", 5))
    assert again.hostname == first.hostname


def test_a_session_is_polled_by_its_id_and_by_a_continuation_token(service, connect):
    client, session_id = connect(service), new_id()
    token = client.create(session_id, "Standard", 4).continuation_token()
    for poller in (
        client.resume(session_id=session_id),
        client.resume(continuation_token=token),
    ):
        assert client.result(poller).status == "Ready"


def test_a_poller_ends_with_a_session_that_was_stopped(slow, connect):
    client, session_id = connect(slow), new_id()
    poller = client.create(session_id, "Standard", 4)
    client.stop(session_id)
    assert client.result(poller).status == "Stopped"


def test_the_list_goes_over_pages(service, connect):
    # A region of its own, for each kind of client.
    client = connect(service, region="eastus")
    maker = AsyncClient(service, None, "eastus", {})
    created = [f"page-{number:03}-{new_id()}" for number in range(201)]
    maker.create_all(created)
    maker.close()
    pages = client.pages()
    assert [len(page) for page in pages] == [100, 100, 1]
    assert sorted(ids(pages)) == created
    for session_id in created:
        client.stop(session_id)
    assert ids(client.pages()) == []


def test_regions_are_told_apart(service, connect):
    session_id = new_id()
    client = connect(service, region="japaneast")
    assert "japaneast" in client.result(client.create(session_id, "Standard", 4)).hostname
    with pytest.raises(ResourceNotFoundError):
        connect(service, region="uksouth").get(session_id)


def test_a_wrong_key_is_unauthorized(service, connect):
    client = connect(service, AzureKeyCredential("d3Jvbmc="))
    with pytest.raises(ClientAuthenticationError, match="Unauthorized") as refused:
        client.get("any")
    assert refused.value.status_code == 401


def test_a_negative_lease_is_refused_in_the_recorded_words(service, connect):
    with pytest.raises(HttpResponseError) as refused:
        connect(service).create(new_id(), "Standard", -4)
    assert refused.value.status_code == 400
    assert refused.value.model.error.code == "BadRequest"
    message = refused.value.model.error.message.lower()
    assert "lease" in message and "negative" in message


def test_an_id_that_is_taken_is_a_conflict(service, connect):
    client, session_id = connect(service), new_id()
    client.create(session_id, "Standard", 4)
    with pytest.raises(ResourceExistsError) as refused:
        client.create(session_id, "Standard", 5)
    assert refused.value.status_code == 409
    assert refused.value.model.error.code == "Conflict"


def test_an_unknown_session_is_not_found(service, connect):
    client, session_id = connect(service), new_id()
    for call in (
        lambda: client.get(session_id),
        lambda: client.update(session_id, 4),
        lambda: client.stop(session_id),
    ):
        with pytest.raises(ResourceNotFoundError):
            call()


def test_a_lease_that_is_not_longer_is_refused(service, connect):
    client, session_id = connect(service), new_id()
    client.create(session_id, "Standard", 10)
    for minutes in (10, 9, -1, 1441):
        with pytest.raises(HttpResponseError) as refused:
            client.update(session_id, minutes)
        assert refused.value.status_code == 422
        assert refused.value.model.error.code == "UnprocessableEntity"


def test_an_id_with_other_characters_is_refused(service, connect):
    with pytest.raises(HttpResponseError, match="sessionId") as refused:
        connect(service).create("not an id", "Standard", 4)
    assert refused.value.status_code == 400


def test_the_token_of_the_sts_is_a_credential(service, connect):
    token = access_token(service)
    assert abs(token.expires_on - time.time() - 86_400) < 60
    client, session_id = connect(service, token), new_id()
    assert client.result(client.create(session_id, "Standard", 4)).status == "Ready"


def test_an_expired_token_is_unauthorized(service, connect):
    # The SDK has a class of its own for the 401 of the STS only.
    with pytest.raises(HttpResponseError, match="Unauthorized: the access token has expired") as refused:
        connect(service, expired_token(service)).get("any")
    assert refused.value.status_code == 401


def test_a_token_that_was_changed_is_unauthorized(service, connect):
    token = access_token(service)
    changed = AccessToken(token.token[:-10], token.expires_on)
    with pytest.raises(HttpResponseError, match="Unauthorized") as refused:
        connect(service, changed).get("any")
    assert refused.value.status_code == 401


def test_an_identity_provider_is_not_trusted_yet(service, connect):
    is_async = isinstance(connect(service), AsyncClient)
    provider = AsyncIdentityProvider() if is_async else IdentityProvider()
    with pytest.raises(ClientAuthenticationError, match="identity provider") as refused:
        connect(service, provider).get("any")
    assert refused.value.status_code == 401


def test_the_sdk_waits_as_long_as_the_service_says(throttled, connect, monkeypatch):
    client = connect(throttled, retry_total=2)
    slept = client.do_not_sleep(monkeypatch)
    client.pages()
    with pytest.raises(HttpResponseError) as refused:
        client.pages()
    assert refused.value.status_code == 429
    assert "TooManyRequests" in refused.value.response.text()
    assert len(slept) == 2
    assert all(1 <= seconds <= 60 for seconds in slept)


@pytest.mark.parametrize("version", list(RemoteRenderingApiVersion))
def test_every_version_of_the_sdk_is_served(service, connect, version):
    assert connect(service, api_version=version).pages() is not None


def test_answers_carry_the_headers_that_tools_read(service, connect):
    client, session_id = connect(service), new_id()
    client.create(session_id, "Standard", 4)
    seen = []
    client.get(session_id, raw_response_hook=lambda answer: seen.append(answer.http_response))
    headers = seen[0].headers
    assert re.fullmatch(r"[A-Za-z0-9+/]{22}\.0", headers["MS-CV"])
    assert headers["api-supported-versions"] == "2021-01-01-preview, 2021-01-01"
    assert headers["Cache-Control"] == "no-store,no-cache"
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_conversions_are_not_there_yet(service, connect):
    with pytest.raises(ResourceNotFoundError):
        connect(service).conversions()


def test_the_sdk_sends_tokens_over_tls_only(service):
    """Why this service offers TLS to those who only develop."""
    from azure.core.exceptions import ServiceRequestError

    endpoint = service.endpoint().replace("https", "http")
    key = AzureKeyCredential(service.account_key)
    with RemoteRenderingClient(
        endpoint, service.account_id, service.domain, key, retry_total=0
    ) as client:
        with pytest.raises(ServiceRequestError, match="non-TLS"):
            client.get_rendering_session("any")
