"""The standard tests of Meltano's SDK, run against an executable instead of a Python class.

The SDK makes its tests from a Tap and its streams. The classes here have none of their own to tell: what they describe is
the executable's catalog, and what they print is the executable's output, as it is.

NODE and TAP in the environment are the program and its first argument; CONFIG is the path of its settings.
"""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

from singer_sdk import Stream, Tap
from singer_sdk.testing import get_tap_test_class


@functools.cache
def call(*args: str) -> str:
    """Run the executable to its end, and give its stdout."""
    command = [os.environ["NODE"], os.environ["TAP"], "--config", os.environ["CONFIG"]]
    run = subprocess.run([*command, *args], capture_output=True, check=False, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stderr
    return run.stdout


ABOUT = json.loads(call("--about", "--format=json"))
CONFIG = json.loads(Path(os.environ["CONFIG"]).read_text(encoding="utf-8"))


class ExternalStream(Stream):
    """A stream of the executable's catalog."""

    def __init__(self, tap: Tap, entry: dict) -> None:
        """Take schema, name and key from a catalog's entry."""
        super().__init__(tap, schema=entry["schema"], name=entry["tap_stream_id"])
        self.primary_keys = entry["key_properties"]

    def get_records(self, context: object) -> list:
        """Fail: records come from the executable, see ExternalTap.run_sync_dry_run."""
        raise NotImplementedError


class ExternalTap(Tap):
    """The executable, as the SDK's tests see a tap."""

    name = ABOUT["name"]
    config_jsonschema = ABOUT["settings"]

    @classmethod
    def print_version(cls, print_fn=print) -> None:
        """Print what --version prints."""
        print_fn(call("--version"))

    @classmethod
    def print_about(cls, output_format: str | None = None) -> None:
        """Print what --about prints."""
        print(call("--about", f"--format={output_format or 'text'}"))

    @property
    def catalog_dict(self) -> dict:
        """The catalog that --discover prints."""
        return json.loads(call("--discover"))

    def run_discovery(self) -> str:
        """Discover as the executable does."""
        return call("--discover")

    def discover_streams(self) -> list[Stream]:
        """Name the catalog's streams."""
        return [ExternalStream(self, entry) for entry in self.catalog_dict["streams"]]

    def run_connection_test(self) -> bool:
        """Ask for one page of each stream."""
        call("--test")
        return True

    def run_sync_dry_run(self, *_args: object, **_kwargs: object) -> bool:
        """Sync all streams to their end; the tests read the messages from stdout."""
        streams = [entry["tap_stream_id"] for entry in self.catalog_dict["streams"]]
        sys.stdout.write(call("--select", ",".join(streams)))
        return True


TestTapCustomerio = get_tap_test_class(ExternalTap, config=CONFIG)
