"""What the solver's library prints by itself never reaches standard output, not even when the process ends."""

import subprocess
import sys

PROGRAM = """
import ctypes
from wijkteam.disclosure import quiet
libc = ctypes.CDLL(None)
libc.printf(b"before ")
{how}
print("after", flush=True)
"""
QUIET = "with quiet.solver_is_quiet():\n    libc.printf(b'stray line\\n')"
LOUD = "libc.printf(b'stray line\\n')"


def said(how: str) -> str:
    program = PROGRAM.format(how=how)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_line_printed_past_python_is_lost() -> None:
    assert said(QUIET).split() == ["before", "after"]


def test_without_it_the_line_comes_out() -> None:
    """So the test above can fail."""
    assert sorted(said(LOUD).split()) == ["after", "before", "line", "stray"]


def test_standard_output_may_be_closed() -> None:
    assert said("import os; os.close(1)\n" + QUIET + "\nos._exit(0)") in {"", "before "}
