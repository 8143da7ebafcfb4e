"""The service, started as a person starts it."""

import json
import os
import socket
import subprocess
import tempfile
from pathlib import Path


class Service:
    """A running service with a development account, on a free port of this machine."""

    def __init__(
        self,
        *options: str,
        startup_time: str = "1s",
        authority_of: "Service | None" = None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="remote-rendering-")
        self.data = Path(self._folder.name)
        if authority_of is not None:
            # One authority for both, so that clients trust both by one file.
            for name in ("ca.pem", "ca.key"):
                (self.data / name).write_bytes((authority_of.data / name).read_bytes())
                (self.data / name).chmod(0o600)
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("REMOTE_RENDERING_")
        }
        self._log = (self.data / "service.log").open("wb")
        self._process = subprocess.Popen(
            [
                os.environ["REMOTE_RENDERING_BINARY"],
                *("serve", "--listen", "127.0.0.1:0", "--startup-time", startup_time),
                # The tests are refused more often than an address may be.
                *("--throttle-failures-per-minute", "0"),
                *("--data", str(self.data), *options),
            ],
            env=clean,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        try:
            self.url = self._line("listening on ")
            account_file = self._line("development account: ")
        except Exception:
            self.stop()
            raise
        self.port = int(self.url.rsplit(":", 1)[1])
        account = json.loads(Path(account_file).read_text())["accountSettings"]
        self.account_id: str = account["arrAccountId"]
        self.account_key: str = account["arrAccountKey"]

    def _line(self, start: str) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith(start):
            log = (self.data / "service.log").read_text()
            raise RuntimeError(f"the service said {line!r}, not {start!r}:\n{log}")
        return line.removeprefix(start).strip()

    @property
    def domain(self) -> str:
        """What SDKs call the account domain; they put `sts.` in front of it."""
        return f"mixedreality.localhost:{self.port}"

    def endpoint(self, region: str = "westeurope") -> str:
        """The session API of a region."""
        return f"https://remoterendering.{region}.{self.domain}"

    def stop(self) -> None:
        """Ends it, and removes its data."""
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self._folder.cleanup()


def resolve_localhost() -> None:
    """Lets every name below `localhost` mean this machine, as browsers and some systems do (RFC 6761)."""
    resolve = socket.getaddrinfo

    def resolved(host, *arguments, **options):
        name = host.decode() if isinstance(host, bytes) else host
        if isinstance(name, str) and name.endswith(".localhost"):
            host = "127.0.0.1"
        return resolve(host, *arguments, **options)

    socket.getaddrinfo = resolved
