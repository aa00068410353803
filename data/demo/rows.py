"""Every dataset's rows, in the order of its columns. Citizen numbers still stand in clear: whoever stores rows must hash them first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.demo import affairs, burial, care, child_places, children, elders, facilities, governance, office, relief
from data.demo.city import City

Row = tuple[object, ...]

ROWS: dict[str, Callable[[City], Iterator[Row]]] = {
    "population": office.population_rows,
    "relief_recipients": relief.recipient_rows,
    "relief_applications": relief.application_rows,
    "relief_payments": relief.payment_rows,
    "elder_facilities": facilities.facility_rows,
    "special_elders": elders.elder_rows,
    "elder_visits": elders.elder_visit_rows,
    "home_adaptations": elders.adaptation_rows,
    "caregivers": care.caregiver_rows,
    "facility_residents": care.resident_rows,
    "communities": governance.community_rows,
    "work_orders": governance.order_rows,
    "deaths": affairs.death_rows,
    "cemeteries": burial.cemetery_rows,
    "funeral_homes": burial.funeral_home_rows,
    "children": children.child_rows,
    "child_visits": children.child_visit_rows,
    "child_places": child_places.place_rows,
    "child_staff": children.staff_rows,
    "disability_subsidies": affairs.subsidy_rows,
    "marriages": affairs.marriage_rows,
    "reported_values": office.reported_rows,
}
