"""The official SDK's two clients behind one face, so that each test holds for both."""

import asyncio
import base64
import json
import time

from azure.core.credentials import AccessToken, AzureKeyCredential
from azure.mixedreality.authentication import MixedRealityStsClient
from azure.mixedreality.remoterendering import RemoteRenderingClient, RenderingSession
from azure.mixedreality.remoterendering.aio import RemoteRenderingClient as AioClient
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service import Service

# A server starts within a second.
POLLING = {"polling_interval": 0.2}


class SyncClient:
    """`RemoteRenderingClient`."""

    def __init__(self, service: Service, credential, region: str, options: dict) -> None:
        self.client = RemoteRenderingClient(
            service.endpoint(region),
            service.account_id,
            service.domain,
            credential or AzureKeyCredential(service.account_key),
            **POLLING | options,
        )

    def create(self, session_id: str, size: str, minutes: int):
        """Returns the poller."""
        return self.client.begin_rendering_session(session_id, size, minutes)

    def result(self, poller) -> RenderingSession:
        return poller.result(timeout=30)

    def resume(self, **options):
        return self.client.get_rendering_session_poller(**options)

    def get(self, session_id: str, **options) -> RenderingSession:
        return self.client.get_rendering_session(session_id, **options)

    def update(self, session_id: str, minutes: int) -> RenderingSession:
        return self.client.update_rendering_session(session_id, lease_time_minutes=minutes)

    def stop(self, session_id: str) -> None:
        self.client.stop_rendering_session(session_id)

    def pages(self, **options) -> list[list[RenderingSession]]:
        return [list(page) for page in self.client.list_rendering_sessions(**options).by_page()]

    def conversions(self) -> list:
        return list(self.client.list_asset_conversions())

    def do_not_sleep(self, monkeypatch) -> list[float]:
        """Returns the waits between attempts, which last no time any more."""
        slept: list[float] = []
        transport = "azure.core.pipeline.transport._requests_basic.RequestsTransport.sleep"
        monkeypatch.setattr(transport, lambda _, duration: slept.append(duration))
        return slept

    def close(self) -> None:
        self.client.close()


class AsyncClient:
    """`aio.RemoteRenderingClient`, each call run to its end."""

    def __init__(self, service: Service, credential, region: str, options: dict) -> None:
        self.runner = asyncio.Runner()

        async def connect() -> AioClient:
            return AioClient(
                service.endpoint(region),
                service.account_id,
                service.domain,
                credential or AzureKeyCredential(service.account_key),
                **POLLING | options,
            )

        self.client = self.runner.run(connect())

    def create(self, session_id: str, size: str, minutes: int):
        return self.runner.run(self.client.begin_rendering_session(session_id, size, minutes))

    def create_all(self, session_ids: list[str]) -> None:
        """Creates sessions, some at a time, and does not wait until they are ready."""

        async def create() -> None:
            for start in range(0, len(session_ids), 32):
                some = session_ids[start : start + 32]
                await asyncio.gather(
                    *(self.client.begin_rendering_session(one, "Standard", 10) for one in some)
                )

        self.runner.run(create())

    def result(self, poller) -> RenderingSession:
        return self.runner.run(asyncio.wait_for(poller.result(), 30))

    def resume(self, **options):
        return self.runner.run(self.client.get_rendering_session_poller(**options))

    def get(self, session_id: str, **options) -> RenderingSession:
        return self.runner.run(self.client.get_rendering_session(session_id, **options))

    def update(self, session_id: str, minutes: int) -> RenderingSession:
        update = self.client.update_rendering_session(session_id, lease_time_minutes=minutes)
        return self.runner.run(update)

    def stop(self, session_id: str) -> None:
        self.runner.run(self.client.stop_rendering_session(session_id))

    def pages(self, **options) -> list[list[RenderingSession]]:
        async def pages() -> list[list[RenderingSession]]:
            listed = await self.client.list_rendering_sessions(**options)
            return [[item async for item in page] async for page in listed.by_page()]

        return self.runner.run(pages())

    def conversions(self) -> list:
        async def conversions() -> list:
            return [item async for item in await self.client.list_asset_conversions()]

        return self.runner.run(conversions())

    def do_not_sleep(self, monkeypatch) -> list[float]:
        slept: list[float] = []

        async def sleep(_, duration: float) -> None:
            slept.append(duration)

        transport = "azure.core.pipeline.transport._base_async.AsyncHttpTransport.sleep"
        monkeypatch.setattr(transport, sleep)
        return slept

    def close(self) -> None:
        async def close() -> None:
            await self.client.close()
            # The SDK leaves the connection of its own STS client open.
            credential = self.client._client._config.authentication_policy._credential
            if hasattr(credential, "close"):
                await credential.close()

        self.runner.run(close())
        self.runner.close()


class IdentityProvider:
    """A token credential, as `azure-identity` has them: it gives what an identity provider issued."""

    token = AccessToken("eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmVk", 4_102_444_800)

    def get_token(self, *_scopes: str, **_options) -> AccessToken:
        return self.token


class AsyncIdentityProvider(IdentityProvider):
    async def get_token(self, *_scopes: str, **_options) -> AccessToken:
        return self.token

    async def close(self) -> None: ...


def access_token(service: Service) -> AccessToken:
    """What the STS gives for the account key."""
    key = AzureKeyCredential(service.account_key)
    with MixedRealityStsClient(service.account_id, service.domain, key) as sts:
        return sts.get_token()


def expired_token(service: Service) -> AccessToken:
    """The service's own token of two days ago: its claims with other times, signed with its key."""
    header, claims, _ = access_token(service).token.split(".")
    read = json.loads(base64.urlsafe_b64decode(claims + "=="))
    moved = {name: read[name] - 2 * 86_400 for name in ("iat", "nbf", "exp")}
    claims = _base64url(json.dumps(read | moved, separators=(",", ":")).encode())
    ring = json.loads((service.data / "signing-keys.json").read_text())
    secret = base64.b64decode(ring["keys"][-1]["secret"])
    key = Ed25519PrivateKey.from_private_bytes(secret)
    signature = _base64url(key.sign(f"{header}.{claims}".encode()))
    return AccessToken(f"{header}.{claims}.{signature}", int(time.time()) + 3_600)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
