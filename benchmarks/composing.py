"""One digest from its values to its bytes, against ``EmailMessage`` of the same text."""

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.digests import Digest, all_by_email_message, digests, posted, rendered
from benchmarks.figures import Entry, Figure
from benchmarks.measure import Spread, cpu_seconds, growth
from benchmarks.scale import Scale
from benchmarks.worlds import open_file, services_over, template_file
from scheduler.services import Services

SUBJECT = "one digest"
_LINES = (5, 40)
_MAILS = 100


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure rendering and building at two lengths of a digest."""
    count = scale.sizes(_MAILS)[0]
    found = [_variants_at(scale, count, lines) for lines in _LINES]
    for name in ("render and build", "render", "build"):
        exponent = growth(_LINES, [spreads[name] for spreads in found])
        for lines, spreads in zip(_LINES, found, strict=True):
            yield Figure(
                subject=SUBJECT,
                what=f"{name}, CPU",
                size=f"{lines} lines",
                product=spreads[name],
                yardstick=spreads["EmailMessage"],
                against="EmailMessage, same text",
                unit="µs",
                growth=exponent,
            )


def _variants_at(scale: Scale, count: int, lines: int) -> dict[str, Spread]:
    template = template_file(scale.folder, office_count=count, tasks_each=lines)
    engine = open_file(template)
    services = services_over(engine)
    work = digests(services)
    engine.dispose()
    variants = _variants(services, work)
    spreads = scale.in_turn({name: partial(cpu_seconds, run) for name, run in variants.items()})
    return {name: spread.times(1e6 / count) for name, spread in spreads.items()}


def _variants(services: Services, work: list[Digest]) -> dict[str, Callable[[], object]]:
    mails = [rendered(services, digest) for digest in work]
    return {
        "EmailMessage": lambda: all_by_email_message(mails),
        "render and build": lambda: [posted(services, one, rendered(services, one)) for one in work],
        "render": lambda: [rendered(services, one) for one in work],
        "build": lambda: [posted(services, one, mail) for one, mail in zip(work, mails, strict=True)],
    }
