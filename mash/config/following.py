"""`python -m mash.config.following PARENT COMMAND…`: become a command that stops when its parent is killed.

Granian's workers would outlive a killed `mash serve`, and hold its port.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask Linux for SIGTERM at the parent's death, then become the command."""
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != int(parent):  # it was killed before we asked
            sys.exit(1)
    os.execv(command[0], command)  # nosec B606  # our own program, without a shell


if __name__ == "__main__":
    main()
