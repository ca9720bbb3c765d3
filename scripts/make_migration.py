"""Write the next migration from what the tables say now.

``make_migration.py "add a column"`` adds one revision; ``make_migration.py --initial`` writes the first
one anew, which is right only until the first release. Read what it wrote: checks and data moves are
not found by comparison. HEAD in models/schema.py is set as well.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from alembic import command
from alembic.config import Config

from models.db import open_engine, rebuilding

VERSIONS = ROOT / "migrations" / "versions"
SCHEMA = ROOT / "models" / "schema.py"


def write_revision(message: str, *, number: int) -> Path:
    """Compare an empty database at the newest revision with the tables and write the difference."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    revision = f"{number:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.db")
        with rebuilding(engine) as connection:
            config.attributes["connection"] = connection
            if number > 1:
                command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=revision)
        engine.dispose()
    path = next(VERSIONS.glob(f"{revision}_*.py"))
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "# ###" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True, cwd=ROOT)
    return path


def main(arguments: list[str]) -> int:
    """Write one revision and name it as the newest."""
    if len(arguments) != 1:
        sys.stderr.write('usage: make_migration.py "message" | --initial\n')
        return 2
    message, number = arguments[0], len(list(VERSIONS.glob("0*.py"))) + 1
    if message == "--initial":
        message, number = "Create the tables", 1
        for path in VERSIONS.glob("0*.py"):
            path.unlink()
    path = write_revision(message, number=number)
    text = SCHEMA.read_text(encoding="utf-8")
    SCHEMA.write_text(re.sub(r'^HEAD = ".*"$', f'HEAD = "{number:04d}"', text, flags=re.M), encoding="utf-8")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
