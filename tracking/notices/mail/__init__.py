"""Sends letters to a mail server by SMTP: many over one connection, each with its result."""

from tracking.notices.mail.connection import MailConnection
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult

__all__ = ["MailConnection", "Outcome", "RefusalScope", "SendResult"]
