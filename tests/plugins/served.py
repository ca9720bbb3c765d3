"""Pages on a loopback port, for a browser to open, and screens that run no script."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import uvicorn
from bureau import ROOT, SUPERVISOR, Bureau
from fastapi import FastAPI
from supervisor_site import RULES, add_person

from importers.plans.directory_import import import_directory
from importers.source import Source
from models.kinds import UserRole
from web.app import build_app
from web.site import WebSettings


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextmanager
def served_bureau(bureau: Bureau, day: date) -> Iterator[str]:
    """Serve the whole site on a day, over the example directory, with ``duban`` to sign in as."""
    bureau.clock.put(day)
    offices = Source("offices.csv", (ROOT / "examples" / "offices.csv").read_bytes())
    import_directory(bureau.services.engine, offices, now=bureau.clock(), actor=SUPERVISOR)
    add_person(bureau, "duban", UserRole.SUPERVISOR)
    with served(build_app(bureau.services, settings=WebSettings(session=RULES))) as base:
        yield base


@contextmanager
def screen(chromium: Any, width: int) -> Iterator[Any]:
    """Give an empty page of a width in a browser that runs no script."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()
