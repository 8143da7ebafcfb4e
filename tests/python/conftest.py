"""What the tests share: a service over TLS, and the official SDK's clients."""

import os

import pytest

from service import Service, resolve_localhost

SERVICE = pytest.StashKey[Service]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Starts the service before the tests are imported: aiohttp reads whom to trust when it is imported."""
    resolve_localhost()
    service = Service("--tls", "self-signed")
    session.config.stash[SERVICE] = service
    # What users set: the first is read by requests, the second by ssl, and so by aiohttp.
    authority = str(service.data / "ca.pem")
    os.environ["REQUESTS_CA_BUNDLE"] = authority
    os.environ["SSL_CERT_FILE"] = authority


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Ends the service."""
    if service := session.config.stash.get(SERVICE, None):
        service.stop()


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Service:
    """The service that all tests share."""
    return request.config.stash[SERVICE]


@pytest.fixture
def throttled(service: Service):
    """A service of its own that takes two requests a minute."""
    own = Service("--tls", "self-signed", "--throttle-per-minute", "2", authority_of=service)
    yield own
    own.stop()


@pytest.fixture
def slow(service: Service):
    """A service of its own whose servers never start."""
    own = Service("--tls", "self-signed", startup_time="1day", authority_of=service)
    yield own
    own.stop()


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest):
    """Makes clients of one kind; both kinds are called in the same way, and closed after the test."""
    # Not before the service's authority is known.
    from clients import AsyncClient, SyncClient

    kind = {"sync": SyncClient, "async": AsyncClient}[request.param]
    clients = []

    def make(service: Service, credential=None, *, region: str = "westeurope", **options):
        clients.append(kind(service, credential, region, options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def pytest_terminal_summary(terminalreporter, exitstatus: int) -> None:
    """Says the counts in cargo's form, so that one reader understands every suite."""
    count = {kind: len(reports) for kind, reports in terminalreporter.stats.items()}
    passed = count.get("passed", 0)
    failed = count.get("failed", 0) + count.get("error", 0)
    word = "FAILED" if exitstatus else "ok"
    terminalreporter.write_line(f"test result: {word}. {passed} passed; {failed} failed")
