"""The one way to start the program: ``python main.py COMMAND``. It hands over to ``cli``."""

import gc
import sys

from cli.main import main

if __name__ == "__main__":
    code = main(sys.argv[1:])
    gc.freeze()  # else Python searches all that is left for cycles once more, only to end
    sys.exit(code)
