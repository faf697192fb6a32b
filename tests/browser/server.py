"""The real app as a process on a free port, for tests and measurements in a browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Addresses of all pages: the name of a page's file, and nothing for the first one.
PATHS = sorted(
    "" if file.stem == "overview" else file.stem
    for file in (ROOT / "pages").glob("*/*.py")
    if file.parent.name != "parts" and not file.stem.startswith("_")
)

#: Names under which Debian and others install a browser that can be driven.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Root runs it without a sandbox; its own calls home would look like the app's.
BROWSER_ARGUMENTS = ("--no-sandbox", "--disable-background-networking")

#: Seconds the server may take to answer on a busy machine.
START_SECONDS = 60


def find_browser() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def running_app() -> Iterator[str]:
    """Run the app and yield its address; it ends with the block, and must not have failed."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
        "--server.address=127.0.0.1", f"--server.port={port}", "--server.fileWatcherType=none",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": "."}
        )
        try:
            _wait_until_healthy(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)
            log.seek(0)
            said = log.read().decode(errors="replace")
            if "(most recent call last)" in said:
                raise AssertionError(said)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the app did not answer within {START_SECONDS} s")
