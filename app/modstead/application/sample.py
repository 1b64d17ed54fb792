"""A look around without a launcher or a network: the window on sample instances, over the sandbox's catalogue."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modstead_sandbox.sample import SampleInstance
    from modstead_sandbox.server import Handle

_NEEDED = ("PIL", "starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class Sample:
    """`environment` leads Modstead to the sandbox, to the launcher of the instances and to a home of its own."""

    sandbox: "Handle"
    instance: "SampleInstance"
    environment: dict[str, str]


@contextmanager
def running_sample() -> Iterator[Sample]:
    """The sandbox and two instances of it, which are gone at the end.

    Raises:
        ImportError: the sandbox's optional dependencies are not installed.
    """
    from modstead_sandbox.sample import sample_instance
    from modstead_sandbox.server import running

    with tempfile.TemporaryDirectory(prefix="modstead-sample-") as scratch, running() as sandbox:
        launcher = Path(scratch) / "PrismLauncher"
        instance = sample_instance(launcher / "instances" / "Meadow", sandbox.catalogue, sandbox.contents)
        sample_instance(
            launcher / "instances" / "Saltmarsh SMP",
            sandbox.catalogue,
            sandbox.contents,
            mods=24,
            loader="neoforge",
            name="Saltmarsh SMP",
            picture=("fish", "sky"),
        )
        environment = {
            "PRISMLAUNCHER_DATA_DIR": str(launcher),
            "MODSTEAD_HOME": str(Path(scratch) / "home"),
            "MODSTEAD_MODRINTH_URL": sandbox.url,
            "MODSTEAD_DOWNLOAD_HOSTS": "",
            "MODSTEAD_GUIZHAN_URL": "",
        }
        yield Sample(sandbox, instance, environment)


def sample_command() -> tuple[str, ...]:
    """What opens the sample in a process of its own; empty where the sandbox is not installed."""
    if getattr(sys, "frozen", False) or not all(find_spec(name) for name in _NEEDED):
        return ()
    return (sys.executable, "-m", "modstead", "window", "--sample")
