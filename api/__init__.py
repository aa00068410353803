"""The same figures as JSON, records in and out, batches; described at /api/v1/openapi.json. `blueprint` holds every declared call."""

from flask import Blueprint

from access.doors import route_for
from api import batches, datasets, openapi, tasks, values
from api.operation import OPERATIONS, PREFIX, no_such_call

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
for _one in OPERATIONS:
    blueprint.add_url_rule(_one.path, _one.name, route_for(_one.roles, largest=_one.largest)(_one.respond), methods=[_one.method])
for _path in ("/", "/<path:rest>"):
    blueprint.add_url_rule(_path, "no_such_call", no_such_call, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])

__all__ = ["batches", "blueprint", "datasets", "openapi", "tasks", "values"]
