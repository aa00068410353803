"""What a page hands out as a file: plain guarded routes over the same lists. `blueprint` holds them all."""

from flask import Blueprint

from downloads import audit, briefings, charts, figures, letters, programmes, records, returns, sections, summaries, warnings

blueprint = Blueprint("downloads", __name__)
blueprint.add_url_rule("/admin/audit.<any(csv, xlsx):kind>", "audit", audit.audit_file)
blueprint.add_url_rule("/charts/taken", "charts", charts.chart_taken)
blueprint.add_url_rule(f"/<any({figures.SECTIONS}):page>/table.<any(csv, xlsx):kind>", "figures", figures.figures_file)
blueprint.add_url_rule(f"/<any({figures.SECTIONS}):page>/page.<any(docx, pdf, xlsx):kind>", "sections", sections.section_file)
blueprint.add_url_rule("/records/<name>.<any(csv, xlsx):kind>", "records", records.record_file)
blueprint.add_url_rule("/warnings.xlsx", "warnings", warnings.warnings_file)
blueprint.add_url_rule("/letters/<int(max=999999999):number>.<any(docx, pdf):kind>", "letters", letters.letter_file)
blueprint.add_url_rule("/briefings/<int(max=999999999):number>.<any(docx, pdf, xlsx, pptx):kind>", "briefings", briefings.briefing_file)
blueprint.add_url_rule("/programmes/summary.<any(docx, pdf):kind>", "summaries", summaries.summary_file)
blueprint.add_url_rule("/returns/attachment/<int(max=999999999):number>", "attachment", returns.attachment)
blueprint.add_url_rule("/returns/form.xlsx", "returns_form", returns.form)
blueprint.add_url_rule("/programmes/ledger.xlsx", "programmes", programmes.all_ledgers)
blueprint.add_url_rule("/programmes/<programme>/ledger.xlsx", "programme", programmes.one_ledger)
