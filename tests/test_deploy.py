"""What deploy/ holds, each checked by the program that reads it, and nginx by what it passes on."""

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from forum.app import LARGEST_REQUEST
from forum.operations.serve.processes import GRACE
from tests.proxies import DEPLOY, nginx, write_settings
from tests.servers import ROOT, free_port, until


class Machine(BaseHTTPRequestHandler):
    """Says what arrived, as JSON."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        said = {"headers": dict(self.headers), "length": len(self.rfile.read(length)), "path": self.path}
        self.server.came.append(said)
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_) -> None:
        pass


@contextmanager
def machine():
    """A host of the forum, as far as nginx knows."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Machine) as server:
        server.came = []
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(tmp_path):
    """nginx before two machines of which the second is down: the first one, and the two ports to ask."""
    with machine() as first:
        ports = write_settings(tmp_path, [first.server_port, free_port()])
        process = subprocess.Popen(nginx(tmp_path), stderr=subprocess.DEVNULL)
        try:
            until(lambda: answers(ports[1]), "nginx answers")
            first.came.clear()
            yield first, ports
        finally:
            process.terminate()
            process.wait(20)


def answers(port: int) -> bool:
    try:
        return ask(port)[0] == 200
    except urllib.error.URLError:
        return False


def ask(port: int, data: bytes | None = None, scheme: str = "https", **headers: str):
    """Status, headers and body of an answer; redirects are not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), Stay)
    headers = {"Host": "foro.example", **headers}
    request = urllib.request.Request(f"{scheme}://127.0.0.1:{port}/debates?page=2", data, headers)
    try:
        with opener.open(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def test_nginx_takes_its_settings(tmp_path):
    write_settings(tmp_path, [free_port(), free_port()])
    done = subprocess.run(nginx(tmp_path, "-t"), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


@pytest.mark.long
def test_nginx_tells_who_asked_and_forgets_what_the_reader_says_of_it(proxy):
    _, (plain, secure) = proxy
    lies = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Host": "malo.example", "X-Forwarded-Proto": "http"}
    body = ask(secure, **lies)[2]
    came = json.loads(body)["headers"]
    told = {name: came[name] for name in lies}
    assert told == {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Host": "foro.example",
        "X-Forwarded-Proto": "https",
    }
    assert came["Host"] == "foro.example"
    status, headers, _ = ask(plain, scheme="http")
    assert (status, headers["Location"]) == (308, "https://foro.example/debates?page=2")


@pytest.mark.long
def test_a_machine_that_is_down_is_passed_over_and_no_form_comes_twice(proxy):
    first, (_, secure) = proxy
    assert [ask(secure)[0] for _ in range(6)] == [200] * 6
    assert [ask(secure, data=b"body=Hola")[0] for _ in range(6)] == [200] * 6
    assert len(first.came) == 12


@pytest.mark.long
def test_what_the_forum_takes_goes_through_and_much_more_does_not(proxy):
    first, (_, secure) = proxy
    assert ask(secure, data=bytes(LARGEST_REQUEST + 1))[0] == 200
    assert first.came[-1]["length"] == LARGEST_REQUEST + 1
    assert ask(secure, data=bytes(LARGEST_REQUEST + 2 * 1024 * 1024))[0] == 413


@pytest.fixture
def units(tmp_path):
    """The units of systemd, for where this program is."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    for unit in DEPLOY.glob("tertulia*.*"):
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/tertulia", str(tmp_path)))
    return sorted(tmp_path.glob("tertulia*.*"))


def systemd(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True)


def test_systemd_takes_its_units_without_a_word(units):
    assert [unit.name for unit in units] == [
        "tertulia-backup.service",
        "tertulia-backup.timer",
        "tertulia.service",
    ]
    done = systemd("verify", *units)
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_keeps_the_forum_in_narrow_bounds(units):
    done = systemd("security", "--offline=true", "--threshold=20", units[-1])
    assert done.returncode == 0, done.stdout


def steps(stage: int, word: str) -> list[str]:
    """What follows the word in the lines of one stage of the Containerfile."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", "")
    return re.findall(rf"^{word} (.+)$", re.split("^FROM ", text, flags=re.MULTILINE)[stage], re.MULTILINE)


def test_the_data_folder_of_the_image_is_as_narrow_as_that_of_the_unit():
    unit, made = (DEPLOY / "tertulia.service").read_text(), " ".join(steps(2, "RUN"))
    (mode,) = re.findall(r"^StateDirectoryMode=0(\d+)$", unit, re.MULTILINE)
    assert f"--mode {mode} {steps(2, 'VOLUME')[0]}" in made
    assert "--no-create-home" in made  # which would put files of a login shell among the data


def test_who_stops_the_forum_waits_for_longer_than_it_takes():
    unit, manual = (DEPLOY / "tertulia.service").read_text(), (ROOT / "docs/operations.md").read_text()
    (by_systemd,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    (by_podman,) = re.findall(r"^ +podman run --stop-timeout (\d+) ", manual, re.MULTILINE)
    assert int(by_systemd) == int(by_podman) > GRACE


@pytest.mark.long
def test_what_the_image_copies_is_all_that_the_program_needs(tmp_path):
    """No builder of images is among what the tests install, so what a build would do is done here.

    The clone is one that only its owner reads; the program runs as somebody else.
    """
    copied = tmp_path / "srv"
    copied.mkdir()
    (copied / ".venv").symlink_to(sys.prefix)
    for *sources, target in map(str.split, steps(1, "COPY")):
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(
                    ROOT / source, copied / target, ignore=shutil.ignore_patterns("*.pyc", "*.mo")
                )
            else:
                shutil.copy(ROOT / source, copied / target)
    subprocess.run(["chmod", "-R", "go=", copied], check=True)
    for step in steps(1, "RUN"):
        if "pip install" not in step:
            subprocess.run(["sh", "-c", step], cwd=copied, check=True)
    (copied / ".venv").unlink()
    assert [path for path in copied.rglob("*") if not is_read_by_all(path)] == []
    assert list(copied.rglob("*.mo"))
    assert list((copied / "forum").rglob("*.pyc"))
    for words in (["db", "upgrade"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "forum", *words],
            cwd=copied,
            env={"FORUM_DATA_DIR": str(tmp_path / "data"), "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


def is_read_by_all(path: Path) -> bool:
    """Whether anybody reads a file, or looks into a folder."""
    wanted = 0o005 if path.is_dir() else 0o004
    return path.stat().st_mode & wanted == wanted
