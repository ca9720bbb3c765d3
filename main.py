"""The one way to start the program: ``python main.py COMMAND``. It hands over to ``cli``."""

import sys

from cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
