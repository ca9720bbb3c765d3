"""``tasks`` and ``task``: list tasks, add one by hand, correct one."""

from datetime import date

import click
from sqlalchemy.engine import Connection

from cli import wiring
from cli.grammar import Command, Group
from cli.kinds import Choice, Number
from cli.options import DAY, actor, by_option, json_option, today_option
from cli.printing import say, show_json, show_table
from models import db, store_tasks
from models.store_directory import load_directory
from models.store_tasks import TaskFilter
from models.tables import DueChangeClass, PlanState
from models.task_values import TaskView
from rules.errors import NotFoundError
from rules.facts import Status
from rules.lifecycle import STATUS_WORDS
from scheduler import adding, checking
from scheduler.adding import NewTask
from scheduler.checking import DueMove, TaskEdit
from scheduler.overview import state_on_a_day
from scheduler.services import Services

_OVERDUE = "overdue"
_STATUSES = (*(status.value for status in Status), _OVERDUE)
_TASKS = """\
列出任务：默认列已发布计划的全部任务，草稿和撤销的不列。

例子：
  python main.py tasks --office 基教处
  python main.py tasks --status reported      已报完成、待审核的
  python main.py tasks --status overdue       逾期的
  python main.py tasks --status draft --json  草稿"""
