"""Sends letters to a mail server by SMTP: many over one connection, each with its result."""

from tracking.notices.mail.connection import MailConnection
from tracking.notices.mail.result import About, Outcome, SendResult

__all__ = ["About", "MailConnection", "Outcome", "SendResult"]
