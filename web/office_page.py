"""The addresses behind a mail link: an office's page without an account, and a leader's read-only one.

GET shows and changes nothing; POST acts once and leads on by redirect. It holds no rule and no wording
of the list: it opens the link, reads, asks scheduler/ to act, and answers.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from models import db, store_reports
from models.task_values import TaskView
from rules.errors import InputError, NotFoundError, RuleError
from scheduler import sending, tracking
from scheduler.services import Services
from web.office_access import Access, Refusal, is_from_elsewhere, open_leader, open_office
from web.office_acts import confirm_all, sign_for, submit
from web.office_answers import ErrorPage, Meanwhile, Outcome
from web.office_body import Body, read_body
from web.office_form import Typed, form_view, takes_reports
from web.office_frame import Frame, answer, frame_of, go_to
