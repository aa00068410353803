"""Wires settings, database, sign-in, routes and pages, and exposes `server`. Holds no logic; nobody imports it but the server."""

if __name__ == "__main__":
    # The server's workers import this module once more, as `app`; this process needs nothing below.
    import sys
    from pathlib import Path

    from gunicorn.app.wsgiapp import run

    sys.argv[1:] = ["--config", str(Path(__file__).with_name("gunicorn.conf.py")), "app:server"]
    sys.exit(run())

import dash
import flask
from dash import Dash, html

import commands
from access import answers, doors, guard, headers, leaving, limits, login, problems, provider, refusals, session, sso, watermark
from access.proxy import LocalProxy
from access.registration import registered
from access.scope import ROLES
from api import blueprint as api_blueprint
from api import delivery, health
from components import shell
from components.states import instead
from data.settings import ROOT
from downloads import blueprint as downloads_blueprint
from geo.shapes import county_shapes
from pages.wall import routes as wall
from uploads import blueprint as uploads_blueprint

cockpit = commands.open_cockpit()

server = flask.Flask("cockpit", root_path=str(ROOT), static_folder=None)
server.secret_key = cockpit.settings.secret("secret_key")
server.extensions["cockpit"] = cockpit
server.wsgi_app = LocalProxy(server.wsgi_app)  # type: ignore[method-assign]

app = Dash(
    __name__,
    server=server,  # type: ignore[arg-type]
    use_pages=True,
    suppress_callback_exceptions=True,
    index_string=shell.document(headers.NONCE),
    assets_ignore=r"^(nonce\.js|screen(_\w+)?\.(js|css))$",  # documents load them: the first ahead of the others, the wall its own
    title="领导驾驶舱",
    update_title="",
)


def _frame() -> html.Div:
    who = session.person()
    links = shell.links(dash.page_registry.values(), doors.open_to(who.role) if who else ())
    return shell.frame(links, shell.Account(who.username, ROLES[who.role]) if who else None, dash.page_container)


app.layout = _frame
doors.close(dash.page_registry, role=lambda: session.scope().role, refused=lambda: instead("refused", problems.WORDS[403]))
watermark.stamp(dash.page_registry)

health.init(server)
limits.init(server, cockpit.settings.redis_url)
session.init(server)
provider.init(server, registered(cockpit.settings))
guard.init(server, app.callback_map)
answers.init(server)
refusals.init(server)
watermark.init(server)
problems.init(server)
headers.init(server)
delivery.init(server)
for blueprint in (
    login.blueprint,
    sso.blueprint,
    leaving.blueprint,
    health.blueprint,
    api_blueprint,
    downloads_blueprint,
    uploads_blueprint,
    wall.blueprint,
):
    server.register_blueprint(blueprint)
commands.register(server)

# A fresh worker must know its components, callbacks and shapes before its first requests come in parallel: geopandas brings pandas,
# and an answer that is serialised while another thread is still importing pandas fails.
county_shapes()
with server.test_request_context("/"):
    server.preprocess_request()
    app.index()
headers.talisman.content_security_policy = headers.policy(app.csp_hashes())
