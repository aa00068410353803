"""What a page takes in as a file: plain guarded routes that read it and say what it holds. `blueprint` holds them all."""

from flask import Blueprint

from uploads import plan

blueprint = Blueprint("uploads", __name__)
blueprint.add_url_rule("/admin/plan", "plan", plan.plan_file, methods=["POST"])
