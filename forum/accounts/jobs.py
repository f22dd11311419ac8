"""What happens to registrations later."""

from forum.accounts.actions.registering import forget_sign_ups
from forum.lib.jobs import job

forgetting = job(forget_sign_ups)
