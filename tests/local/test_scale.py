"""The simulation behind docs/scaling.md: it must find again what was measured, and queues as theory has them."""

import re

import pytest

from local import scale
from local.install import ROOT
from local.scale import MEASURED, MEASURED_PAGES, Simulation, Station, clients_on_one_machine, need_of, peak_hour


@pytest.mark.parametrize("work", list(MEASURED_PAGES))
def test_it_finds_the_measurement_again(work: str) -> None:
    assert clients_on_one_machine(work, MEASURED) == pytest.approx(MEASURED_PAGES[work], rel=0.2)


def test_work_waits_for_a_free_server_and_goes_in_order() -> None:
    simulation, station, ends = Simulation(), Station(2), list[float]()
    for _ in range(5):
        simulation.serve(station, 1.0, ends.append)
    simulation.run(10)
    assert ends == [1, 1, 2, 2, 3]
    assert station.used == 5


def test_a_busy_hour_is_as_busy_as_the_sum_of_its_work_and_more_processes_make_it_quicker() -> None:
    few = peak_hour(20, processes=2, cores=4, measured=MEASURED)
    many = peak_hour(20, processes=4, cores=4, measured=MEASURED)
    work = sum(share * MEASURED[name][0] for name, share in scale.MIX.items()) / 1000
    assert few.web == pytest.approx(20 * work / 2, rel=0.05)
    assert many.web == pytest.approx(few.web / 2, rel=0.05)
    assert many.p95 < few.p95


def test_a_mix_is_a_whole() -> None:
    assert sum(scale.MIX.values()) == pytest.approx(1)
    assert scale.MIX.keys() == MEASURED.keys() == scale.LOG_LINES.keys()


def test_the_document_says_what_it_prints() -> None:
    document = (ROOT / "docs" / "scaling.md").read_text()
    need = need_of(1_000_000, MEASURED)
    cells = [
        "1,000,000", str(need.workers), f"{need.pages:.1f}", str(need.processes), str(need.cores),
        f"{need.hour.p95 * 1000:.0f}", f"{need.database_gb:.1f}", f"{need.log_gb:.0f}", f"{need.memory_gb:.1f}",
        f"{need.megabits:.1f}",
    ]  # fmt: skip
    assert "| " + " | ".join(cells) + " |" in document
    for work, pages in MEASURED_PAGES.items():
        assert re.search(rf"\| {work}, [^|]+\| {pages:g} \| {clients_on_one_machine(work, MEASURED):.1f} ", document)
