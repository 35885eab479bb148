"""Runs a program of Python again and again, each time in a process of its own that has the program's modules already.

    python run_again.py <the program's file>

A line of stdin is a run, in JSON: args, cwd, env, and the files that get its stdout and stderr. A line of stdout is the
code with which one ended.
"""

import json
import os
import runpy
import sys


def become(run: dict) -> None:
    """Make this process the one that the program is to run in."""
    paths = (os.devnull, run["stdout"], run["stderr"])
    for number, path in enumerate(paths):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
    os.chdir(run["cwd"])
    os.environ.clear()
    os.environ.update(run["env"])
    sys.argv[1:] = run["args"]


del sys.argv[0]
program = sys.argv[0]
# Its file imports all that it needs, and calls it where it is the main one.
runpy.run_path(program)
for line in sys.stdin:
    if os.fork() == 0:
        become(json.loads(line))
        runpy.run_path(program, run_name="__main__")
        sys.exit()
    _, status = os.wait()
    print(os.waitstatus_to_exitcode(status), flush=True)
