"""Real web servers on this machine, which serve a finished site by the rules that it brings along."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap import program

# As Debian's own, but in a folder of ours, and with nothing set that the site's rules should set.
# Started by root, nginx would read files as another user, who may not enter the tests' folders.
NGINX = """\
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    log_format told "$status $bytes_sent $request_uri $http_user_agent";
    access_log {folder}/access.log told;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {root}/nginx.conf;
    }}
}}
"""
APACHE = """\
ServerRoot "{folder}"
DefaultRuntimeDir "{folder}"
PidFile "{folder}/apache.pid"
ErrorLog "{folder}/error.log"
ServerName localhost
Listen 127.0.0.1:{port}
{modules}
TypesConfig /dev/null
DocumentRoot "{root}"
<Directory "{root}">
  Require all granted
  AllowOverride FileInfo
</Directory>
DirectoryIndex index.html
"""
MODULES = ("mpm_event", "authz_core", "dir", "mime", "alias", "setenvif", "headers", "filter", "deflate")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def nginx(root: Path, folder: Path, port: int = 0) -> Iterator[str]:
    """Serve ``root`` by its nginx.conf and give its address, with a slash at its end."""
    binary = program("nginx")
    assert binary, "no nginx on this machine; run: make test"
    port = port or free_port()
    user = "user root root;" if os.geteuid() == 0 else ""
    configuration = folder / "server.conf"
    configuration.write_text(NGINX.format(user=user, folder=folder, port=port, root=root))
    with _running([binary, "-p", folder, "-e", folder / "error.log", "-c", configuration], port, folder) as address:
        yield address


@contextmanager
def apache(root: Path, folder: Path) -> Iterator[str]:
    """Serve ``root`` by its .htaccess. Everybody must be allowed to read both folders: Apache is never root."""
    binary = program("apache2")
    assert binary, "no Apache on this machine; run: OUTREACH_ALL_GATES=1 make test"
    port = free_port()
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
    configuration = folder / "server.conf"
    configuration.write_text(APACHE.format(folder=folder, port=port, root=root, modules=modules))
    with _running([binary, "-D", "FOREGROUND", "-f", configuration], port, folder) as address:
        yield address


@contextmanager
def _running(command: list[str | Path], port: int, folder: Path) -> Iterator[str]:
    """Run a server until nobody needs it. Raises ``AssertionError`` with its own words if it does not answer."""
    with (folder / "said").open("w") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            for _ in range(500):
                assert server.poll() is None, _words(folder)
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            else:
                raise AssertionError(_words(folder))
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _words(folder: Path) -> str:
    return "\n".join(path.read_text() for path in (folder / "said", folder / "error.log") if path.exists())
