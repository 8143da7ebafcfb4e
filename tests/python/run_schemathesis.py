"""schemathesis against this service: calls that its OpenAPI document allows, calls that it does not, and chains of calls.

It finds answers of 5xx, answers that are not documented, bad requests that are taken, and good ones that are not. Run
it with `cargo xtask test openapi`. By hand, with the packages of requirements.txt installed:

    REMOTE_RENDERING_BINARY=target/debug/remote-rendering python tests/python/run_schemathesis.py
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from service import Service

# So many calls of each kind per operation. With more the run takes longer than a minute.
EXAMPLES = "80"


def access_token(service: Service) -> str:
    """What the STS gives for the account key."""
    request = urllib.request.Request(
        f"{service.url}/accounts/{service.account_id}/token",
        headers={"Authorization": f"Bearer {service.account_id}:{service.account_key}"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["AccessToken"]


def counts(report: Path) -> tuple[int, int]:
    """How many operations passed and failed."""
    passed = failed = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        bad = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
        failed += bad
        passed += int(suite.attrib["tests"]) - bad - int(suite.attrib["skipped"])
    return passed, failed


def run(service: Service, folder: Path) -> int:
    report = folder / "report.xml"
    variables = {
        "ACCOUNT_ID": service.account_id,
        "ACCOUNT_KEY": service.account_key,
        "ACCESS_TOKEN": access_token(service),
    }
    config = Path(__file__).with_name("schemathesis.toml")
    status = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{service.url}/openapi.json", "--max-examples", EXAMPLES),
            *("--report", "junit", "--report-junit-path", str(report)),
        ],
        # It keeps what it found beside itself.
        cwd=folder,
        env=os.environ | variables,
        check=False,
    ).returncode
    passed, failed = counts(report)
    # cargo's form, so that one reader understands every suite.
    print(f"test result: {'FAILED' if status else 'ok'}. {passed} passed; {failed} failed", flush=True)
    return status


def main() -> int:
    service = Service()
    try:
        with tempfile.TemporaryDirectory(prefix="schemathesis-") as folder:
            return run(service, Path(folder))
    finally:
        service.stop()


if __name__ == "__main__":
    sys.exit(main())
