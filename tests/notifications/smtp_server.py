"""A mail server that speaks SMTP (RFC 5321), as far as a test needs: real sockets, real answers, real TLS."""

import base64
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Server:
    """What the server offers, what it answers to whom, and what it was told."""

    extensions: list[str] = field(default_factory=lambda: ["8BITMIME"])
    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    port: int = 0
    said: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    encrypted: bool = False


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        self.server.state.encrypted = False  # type: ignore[attr-defined]
        self.answer("220 correo.example")
        while line := self.rfile.readline():
            text = line.decode().rstrip("\r\n")
            self.state.said.append(text)
            verb = text.partition(" ")[0].upper()
            if verb == "QUIT":
                self.answer("221 hasta luego")
                return
            self.obey(verb, text)

    @property
    def state(self) -> Server:
        return self.server.state  # type: ignore[attr-defined, no-any-return]

    def answer(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def obey(self, verb: str, text: str) -> None:
        """Do what a line says."""
        if verb in self.state.answers:
            self.answer(self.state.answers[verb])
        elif verb == "EHLO":
            lines = ["correo.example", *self.state.extensions]
            marks = ["-"] * (len(lines) - 1) + [" "]
            self.answer("\r\n".join(f"250{mark}{line}" for mark, line in zip(marks, lines, strict=True)))
        elif verb == "STARTTLS":
            self.answer("220 adelante")
            self.encrypt()
        elif verb == "AUTH":
            self.answer("235 bien")
        elif verb == "DATA":
            self.take_mail()
        else:
            self.answer("250 bien")

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def encrypt(self) -> None:
        """Go on encrypted."""
        assert self.state.tls
        self.connection = self.state.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), socketserver._SocketWriter(self.connection)
        self.state.encrypted = True

    def take_mail(self) -> None:
        """Read a mail up to the line with a dot."""
        self.answer("354 adelante")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        self.state.mails.append(b"".join(lines))
        self.answer(self.state.answers.get("after DATA", "250 2.0.0 en cola como 7F3A"))


class Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    state: Server
    wrap: ssl.SSLContext | None = None

    def get_request(self):  # type: ignore[no-untyped-def]
        """A connection, encrypted from its start on a port for that."""
        connection, address = super().get_request()
        return (self.wrap.wrap_socket(connection, server_side=True) if self.wrap else connection), address


@contextmanager
def smtp_server(*, encrypted: bool = False, **given: object) -> Iterator[Server]:
    """A server on a free port; `encrypted` from the first byte, as smtps is."""
    state = Server(**given)  # type: ignore[arg-type]
    with Tcp(("127.0.0.1", 0), Conversation) as server:
        server.state, state.port = state, server.server_address[1]
        server.wrap = state.tls if encrypted else None
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that nobody vouches for."""
    pem = folder / "server.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=correo -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    pem.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def password_in(line: str) -> str:
    """The password that an AUTH PLAIN line says."""
    return base64.b64decode(line.split()[-1]).split(b"\0")[-1].decode()
