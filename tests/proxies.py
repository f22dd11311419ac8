"""nginx with the settings of deploy/, before machines of the forum on ports of this one."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from tests.servers import ROOT, free_port

DEPLOY = ROOT / "deploy"
AROUND = """\
user {user};
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  include {folder}/tertulia.conf;
}}
"""
CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=foro.example -keyout {0} -out {1}"
PLACE = "/etc/letsencrypt/live/foro.example"


def write_settings(folder: Path, machines: list[int]) -> tuple[int, int]:
    """Write the settings of deploy/ for this machine; gives the ports of http and https."""
    plain, secure = free_port(), free_port()
    text = (DEPLOY / "nginx.conf").read_text()
    for port, host in zip(machines, ("10.0.0.11", "10.0.0.12"), strict=True):
        assert f"server {host}:8000" in text
        text = text.replace(f"{host}:8000", f"127.0.0.1:{port}")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{secure} ").replace(PLACE, str(folder))
    (folder / "tertulia.conf").write_text(text)
    user = pwd.getpwuid(os.getuid()).pw_name
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    command = CERTIFICATE.format(folder / "privkey.pem", folder / "fullchain.pem").split()
    subprocess.run(command, check=True, capture_output=True)
    return plain, secure


def nginx(folder: Path, *words: str) -> list[str]:
    """The command line of nginx with the settings in this folder."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is missing: apt-get install nginx"
    return [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"), *words]
