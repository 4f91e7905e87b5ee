"""Make this machine ready to build the site (`site`) or to run the tests (`test`).

    python3 scripts/bootstrap.py site|test

Looks at what is really there, not at what a package manager remembers, and gets only what is missing. With
everything in place it reads a few files and is done in milliseconds. Standard library only: it runs before
anything is installed.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)

# What an environment of each kind is made from, and which kinds it can serve: who can test can also build.
LOCKS = {"site": "requirements.lock", "test": "requirements-test.lock"}
SERVED_BY = {"site": ("site", "test"), "test": ("test",)}

# Shared libraries that WeasyPrint opens, and font files that pages and PDFs are set in: file, Debian package.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONTS = {
    "NotoSans-Regular.ttf": "fonts-noto-core",
    "NotoSans-Bold.ttf": "fonts-noto-core",
    "NotoSans-Italic.ttf": "fonts-noto-core",
    "NotoNaskhArabic-Regular.ttf": "fonts-noto-core",
    "NotoNaskhArabic-Bold.ttf": "fonts-noto-core",
    "NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
    "NotoSansCJK-Bold.ttc": "fonts-noto-cjk",
}
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(),
)
# Where Debian puts them, tried first: looking into two folders is quicker than walking through all.
USUAL_FONT_FOLDERS = (FONT_FOLDERS[0] / "truetype/noto", FONT_FOLDERS[0] / "opentype/noto")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Programs of the tests, and those that only the tests of CI ask for: command, Debian package.
TEST_PROGRAMS = {"pdftotext": "poppler-utils", "git": "git", "nginx": "nginx-light"}
GATE_PROGRAMS = {"node": "nodejs", "npm": "npm", "java": "default-jre-headless", "apache2": "apache2-bin"}
# Debian keeps servers where only root's PATH leads.
SERVERS = "/usr/sbin:/usr/local/sbin"
# The checkers that are packages of Node.
TOOLS = "tests/tools"
# What a Debian-like system does not have among its packages and brings as a snap.
SNAPS = {"ubuntu": {"chromium"}}


class Stop(Exception):
    """Nothing more can be done here; the text says what is wrong and what to do."""


# --- What the system must have -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """One thing the operating system must bring, and the Debian package that has it."""

    thing: str
    package: str
    present: Callable[[], bool]


def library_loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def font_is_there(
    name: str, usual: Iterable[Path] = USUAL_FONT_FOLDERS, folders: Iterable[Path] = FONT_FOLDERS
) -> bool:
    if any((folder / name).is_file() for folder in usual):
        return True
    return any(name in files for folder in folders for _, _, files in os.walk(folder, followlinks=True))


def browser(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of the Chromium that the tests drive; OUTREACH_CHROMIUM names another one."""
    chosen = environment.get("OUTREACH_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next(filter(None, (shutil.which(name, path=environment.get("PATH")) for name in BROWSERS)), None)


def program(name: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of a program of the tests."""
    return shutil.which(name, path=os.pathsep.join((environment.get("PATH", os.defpath), SERVERS)))


def has_program(name: str) -> bool:
    return program(name) is not None


def all_gates(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the checkers that need Node, Java or Apache must run: in CI, and for whoever asks."""
    return any(environment.get(name) for name in ("CI", "OUTREACH_ALL_GATES"))


def needs(kind: str, *, venv_is_ready: bool) -> Iterator[Need]:
    for name, package in LIBRARIES.items():
        yield Need(name, package, partial(library_loads, name))
    for name, package in FONTS.items():
        yield Need(name, package, partial(font_is_there, name))
    if not venv_is_ready:  # Debian keeps the part of Python that makes environments in a package of its own
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        yield Need("Python's modules venv and ensurepip", package, lambda: find_spec("ensurepip") is not None)
    if kind == "test":
        chromium = "Chromium (on the PATH, or its path in OUTREACH_CHROMIUM)"
        yield Need(chromium, "chromium", lambda: browser() is not None)
        # The node inside Playwright's wheel is linked to it; a small Debian comes without.
        yield Need("libatomic.so.1", "libatomic1", partial(library_loads, "libatomic.so.1"))
        for name, package in {**TEST_PROGRAMS, **(GATE_PROGRAMS if all_gates() else {})}.items():
            yield Need(name, package, partial(has_program, name))


def missing(wanted: Iterable[Need]) -> list[Need]:
    return [need for need in wanted if not need.present()]


# --- How to get it -----------------------------------------------------------------------------------------


def distribution() -> str:
    """Return the system's name for itself in os-release: debian, ubuntu, …, or nothing."""
    import platform

    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""


def install_commands(packages: Iterable[str], system: str) -> list[list[str]]:
    """Return the commands that bring the packages, as root would type them."""
    snaps = SNAPS.get(system, set())
    wanted = sorted(set(packages))
    debs = [package for package in wanted if package not in snaps]
    commands = []
    if debs:
        commands = [["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *debs]]
    return commands + [["snap", "install", package] for package in wanted if package in snaps]


def as_one_line(commands: Iterable[Sequence[str]]) -> str:
    return " && ".join("sudo " + shlex.join(command) for command in commands)


def plan(lacking: Sequence[Need], *, root: bool, apt: bool, system: str) -> list[list[str]]:
    """Return the commands to run now; stop when they are not ours to run."""
    if not lacking:
        return []
    if not apt:
        things = "; ".join(f"{need.thing} (Debian's package {need.package})" for need in lacking)
        raise Stop(f"this system has no apt; install these with its own package manager: {things}")
    commands = install_commands((need.package for need in lacking), system)
    if not root:
        raise Stop(as_one_line(commands))
    return commands


def install_system(kind: str, *, venv_is_ready: bool) -> None:
    """Bring what the operating system lacks, or stop with the one line to run."""
    lacking = missing(needs(kind, venv_is_ready=venv_is_ready))
    if not lacking:
        return
    apt = shutil.which("apt-get") is not None
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    for command in plan(lacking, root=os.geteuid() == 0, apt=apt, system=distribution()):
        say(shlex.join(command))
        try:
            run(command, "install the missing packages", quiet)
        except Stop:
            # An old package list often serves; if not, the next command says so.
            if command[1:] != ["update"]:
                raise
    still = missing(lacking)
    if still:
        things = ", ".join(f"{need.thing} ({need.package})" for need in still)
        raise Stop(f"installed, but still not found: {things}; install these by hand")


# --- Python's packages -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Environment:
    """The project's own .venv, with stamps that say what it was last completely made from."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def stamp(self, part: str) -> Path:
        return self.folder / f".outreach-{part}"

    def digest(self, part: str) -> str:
        """Digest what decides the environment: Python, the place, and the file to install from."""
        source = self.root / LOCKS.get(part, "pyproject.toml")
        # A moved environment is a broken one: its commands begin with the old path.
        made_with = f"{sys.implementation.cache_tag} {self.folder}\n".encode()
        return hashlib.sha256(made_with + source.read_bytes()).hexdigest()

    def has(self, part: str) -> bool:
        try:
            stamp = self.stamp(part).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return False
        # `exists` follows the link: a Python that was removed since makes the stamp worthless.
        return stamp == self.digest(part) and self.python.exists()

    def serves(self, kind: str) -> bool:
        return any(self.has(part) for part in SERVED_BY[kind])

    def is_ready(self, kind: str) -> bool:
        return self.serves(kind) and self.has("project") and (self.folder / "bin" / "outreach").exists()

    def make(self) -> None:
        """Make the folder anew, empty: what no longer stands in the lock must not stay behind."""
        python = os.path.realpath(sys.executable)  # never the .venv's own python, when someone activated it
        say(f"making .venv with Python {sys.version.split()[0]}")
        run([python, "-I", "-m", "venv", "--clear", str(self.folder)], "make .venv")

    def install_packages(self, kind: str) -> None:
        lock = LOCKS[kind]
        say(f"installing the Python packages of {lock} into .venv (a minute or so)")
        # The lock is complete: pip has nothing to resolve. Only wheels: no package's own code runs here.
        options = ("--require-hashes", "--no-deps", "--only-binary=:all:", "--requirement", lock)
        self._pip(f"install the packages of {lock}", *options)
        self._write_stamp(kind)

    def install_project(self) -> None:
        """Install `outreach` to run from scripts/outreach as it is; the lock brought all that this needs."""
        say("installing outreach itself")
        options = ("--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
        self._pip("install outreach itself", *options)
        self._write_stamp("project")

    def _pip(self, purpose: str, *options: str) -> None:
        pip = [str(self.python), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input"]
        # The reader's proxies, mirrors and certificates hold; settings that would install elsewhere do not.
        env = {"PIP_USER": "0", "PIP_TARGET": "", "PIP_PREFIX": "", "PIP_CONSTRAINT": ""}
        run([*pip, "install", *options], purpose, env, self.root)

    def _write_stamp(self, part: str) -> None:
        self.stamp(part).write_text(self.digest(part), encoding="ascii")


def prepare(environment: Environment, kind: str) -> None:
    """Bring .venv to what the kind needs, doing only what is not done yet."""
    if not environment.serves(kind):
        if not environment.serves("site"):
            environment.make()
        environment.install_packages(kind)
    if not environment.is_ready(kind):
        environment.install_project()


# --- The checkers that are no Python ----------------------------------------------------------------------


@dataclass(frozen=True)
class Checkers:
    """axe, Lighthouse and the Nu HTML checker in tests/tools, as its lock names them."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / TOOLS

    @property
    def stamp(self) -> Path:
        return self.folder / "node_modules" / ".outreach"

    def digest(self) -> str:
        return hashlib.sha256((self.folder / "package-lock.json").read_bytes()).hexdigest()

    def are_ready(self) -> bool:
        try:
            return self.stamp.read_text(encoding="ascii") == self.digest()
        except (OSError, UnicodeDecodeError):
            return False

    def install(self) -> None:
        """Install what the lock vouches for; no package's own code runs here."""
        say("installing the checkers of tests/tools (half a minute or so)")
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run(command, "install the checkers of tests/tools", folder=self.root, within=TOOLS)
        self.stamp.write_text(self.digest(), encoding="ascii")


# --- Speaking and running ----------------------------------------------------------------------------------


def say(text: str) -> None:
    print(f"outreach: {text}", flush=True)


def first_error(output: str) -> str:
    """Return the line in which pip, apt or npm says what went wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    starts = ("ERROR:", "E:", "error:", "Error:", "npm error", "npm ERR!")
    errors = (line for line in lines if line.startswith(starts))
    return next(errors, lines[-1] if lines else "it said nothing")


def run(
    command: Sequence[str],
    purpose: str,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    within: str = ".",
) -> None:
    """Run a program quietly; if it fails, stop with its own word for why, and keep all it said in a file.

    ``within`` is where to run it, below the project's folder.
    """
    env = {name: value for name, value in {**os.environ, **(environment or {})}.items() if value}
    log = folder / ".cache" / "bootstrap.log"
    try:
        done = subprocess.run(
            command,
            cwd=folder / within,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Stop(f"could not {purpose}: {command[0]}: {error.strerror}") from error
    if done.returncode != 0:
        log.parent.mkdir(exist_ok=True)
        log.write_text(f"$ {shlex.join(command)}\n{done.stdout}", encoding="utf-8")
        reason = first_error(done.stdout)
        advice = "check the network, free disk space and proxy settings, then run the same command again"
        report = f"the whole report is in {log.relative_to(folder)}"
        raise Stop(f"could not {purpose} ({reason}); {advice}; {report}")


def main(arguments: Sequence[str], known: Collection[str] = tuple(LOCKS)) -> int:
    if len(arguments) != 1 or arguments[0] not in known:
        print("usage: python3 scripts/bootstrap.py site|test", file=sys.stderr)
        return 2
    if sys.version_info[:2] < OLDEST_PYTHON:
        print(
            f"outreach needs Python 3.11 or later, this is {sys.version.split()[0]}; "
            f"name a newer one: make {arguments[0]} PYTHON=python3.12",
            file=sys.stderr,
        )
        return 2
    kind = arguments[0]
    environment = Environment(ROOT)
    try:
        install_system(kind, venv_is_ready=environment.serves(kind))
        if not environment.is_ready(kind):
            prepare(environment, kind)
        checkers = Checkers(ROOT)
        if kind == "test" and all_gates() and not checkers.are_ready():
            checkers.install()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or ROOT}: {error.strerror}; then run the same command again", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # what is half done has no stamp, and is done again
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
