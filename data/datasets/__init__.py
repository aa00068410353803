"""The 22 record tables of the shared database (共享库), each declared once. `DATASETS` is the registry, in the bureau's order."""

from data.datasets import affairs, children, elderly, governance, office, relief
from data.datasets.column import Column
from data.datasets.dataset import Dataset

_DECLARED: tuple[Dataset, ...] = (
    office.population,
    relief.relief_recipients,
    relief.relief_applications,
    relief.relief_payments,
    elderly.elder_facilities,
    elderly.special_elders,
    elderly.elder_visits,
    elderly.home_adaptations,
    elderly.caregivers,
    elderly.facility_residents,
    governance.communities,
    governance.work_orders,
    affairs.deaths,
    affairs.cemeteries,
    affairs.funeral_homes,
    children.children,
    children.child_visits,
    children.child_places,
    children.child_staff,
    affairs.disability_subsidies,
    affairs.marriages,
    office.reported_values,
)
DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in _DECLARED}

__all__ = ["DATASETS", "Column", "Dataset"]
