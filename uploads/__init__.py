"""What a page takes in as a file: plain guarded routes that read it and say what it holds. `blueprint` holds them all."""

from flask import Blueprint

from uploads import plan, returns

blueprint = Blueprint("uploads", __name__)
blueprint.add_url_rule("/admin/plan", "plan", plan.plan_file, methods=["POST"])
blueprint.add_url_rule("/returns/attachment", "attach", returns.attach, methods=["POST"])
blueprint.add_url_rule("/returns/attachment/<int:number>/remove", "detach", returns.detach, methods=["POST"])
blueprint.add_url_rule("/returns/form", "bring_form", returns.bring_form, methods=["POST"])
