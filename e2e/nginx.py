"""A real nginx with the site of deploy/nginx.conf, changed in nothing but addresses, paths and the certificate."""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from e2e.server import ROOT, Server, free_port
from e2e.site import ANSWER_SECONDS
from e2e.waiting import eventually
from tooling.databases import listens, stop
from tooling.nginx import find_nginx

NAME = "chat.example.org"
PLACES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    {temporary}
    include {folder}/site.conf;
}}
"""

COLLECT = """
import sys
import django
from django.conf import settings
from django.core.management import call_command
django.setup()
settings.STATIC_ROOT = sys.argv[1]
call_command("collectstatic", interactive=False, verbosity=0)
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Nginx:
    """port: for HTTPS; plain_port: for HTTP. authority: whose certificate is believed."""

    port: int
    plain_port: int
    authority: ssl.SSLContext
    folder: Path

    def ask(self, method: str, path: str, content: bytes | None = None, **headers: str) -> Answer:
        """One request over HTTPS; underscores in names of headers stand for hyphens."""
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS, context=self.authority)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, body=content, headers={"Host": NAME, **named})
            response = line.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            line.close()

    def said(self) -> str:
        """What it warned of."""
        return (self.folder / "error.log").read_text()


@contextmanager
def nginx_before(server: Server, folder: Path) -> Iterator[Nginx]:
    """Runs it until the block ends."""
    found = find_nginx()
    assert found is not None, "`make test` fetches nginx"
    nginx = Nginx(free_port(), free_port(), _certified(folder), folder)
    collected = subprocess.run(
        [sys.executable, "-c", COLLECT, str(folder / "static")],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "ggtalk.settings", "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert collected.returncode == 0, collected.stderr
    (folder / "site.conf").write_text(_site(nginx, server))
    temporary = " ".join(f"{place}_temp_path {folder}/{place};" for place in PLACES)
    user = "user root;" if folder.owner() == "root" else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(AROUND.format(folder=folder, user=user, temporary=temporary, types=found.types))
    process = subprocess.Popen([found.program, "-e", str(folder / "error.log"), "-c", str(configuration)])
    try:
        eventually(lambda: process.poll() is not None or listens(nginx.port), "nginx listens")
        assert process.poll() is None, nginx.said()
        yield nginx
    finally:
        stop(process)


def _site(nginx: Nginx, server: Server) -> str:
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for written, real in (
        ("127.0.0.1:8000", f"127.0.0.1:{server.port}"),
        ("listen 80;", f"listen 127.0.0.1:{nginx.plain_port};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl", f"listen 127.0.0.1:{nginx.port} ssl"),
        ("listen [::]:443 ssl http2;", ""),
        ("/etc/ssl/certs/chat.example.org.pem", f"{nginx.folder}/certificate.pem"),
        ("/etc/ssl/private/chat.example.org.key", f"{nginx.folder}/key.pem"),
        ("/opt/ggtalk/build/static/", f"{nginx.folder}/static/"),
    ):
        assert written in site, written
        site = site.replace(written, real)
    return site


def _certified(folder: Path) -> ssl.SSLContext:
    """Writes a certificate and its key, and returns what believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return ssl.create_default_context(cafile=str(folder / "certificate.pem"))
