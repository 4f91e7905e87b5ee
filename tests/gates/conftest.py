"""The site behind a real nginx."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.built_site import BuiltSite
from tests.gates.servers import nginx


@dataclass(frozen=True)
class Served:
    """A server's address, with a slash at its end, and the file in which it tells what it was asked for."""

    address: str
    log: Path


@pytest.fixture(scope="session")
def served(site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("nginx")
    with nginx(site.root, folder) as address:
        yield Served(address, folder / "access.log")


@pytest.fixture(scope="session")
def address(served: Served) -> str:
    return served.address
