"""What happens to the audit log later."""

from forum.audit.heads import export_daily
from forum.lib.jobs import job

daily_head = job(export_daily)
