"""The first mail of the year (交办): one act is asked for, and the rest of the year is explained."""

from rules.facts import NoticeKind
from rules.policy import Policy
from templates.filters import book_title, day_words
from templates.mail_parts import bold, words
from templates.mail_values import OfficeMail
from templates.wording_dates import deadline, due_days
from templates.wording_parts import Digest, Part
from templates.wording_top import Opening, page_button, subject_for


def assignment_opening(digest: Digest) -> Opening:
    """Return the top of a digest that hands over tasks."""
    mail, today = digest.mail, digest.mail.today
    own = [line for line in mail.lines if line not in digest.lines(Part.INFORMED)]
    fresh = digest.lines(Part.TO_CONFIRM, Part.TO_DO, Part.UNDATED)
    is_whole = len(own) >= mail.totals.responsible - mail.totals.closed - mail.totals.pending
    count = len(own) if is_whole else len(fresh)
    year = f"{mail.plan.year}年"
    reply_on = digest.calendar.add_workdays(today, digest.policy.acknowledge_days)
    coming = [day for day in due_days(own) if day >= today]
    soonest = f"，最近到期{day_words(min(coming), today)}" if coming else ""
    verb = "负责" if is_whole else "新增"
    return Opening(
        subject=subject_for(digest, f"请签收：{year}重点工作{count}项", f"请签收：{year}{count}项"),
        preheader=f"打开任务页点一次“签收”，{day_words(reply_on, today)}前。{verb}{count}项{soonest}。",
        title=f"{year}重点工作：{verb}{count}项",
        text_title=f"{year}重点工作，{mail.office_name}{verb}{count}项",
        lead=(
            words(f"{_plan_words(mail)}{mail.office_name}{'' if is_whole else '新增'}的事项列在下面。"),
            words("现在只需做一件事：打开任务页，点一次", bold("“签收”"), "。"),
            words("请在", bold(deadline(reply_on, calendar=digest.calendar, today=today)), "前签收。"),
        ),
        button=page_button(mail, "打开任务页签收", note="不用登录，不装软件"),
    )


def _plan_words(mail: OfficeMail) -> str:
    book = book_title(mail.plan.title)
    return f"{book}已印发，" if mail.plan.issued_on else f"按{book}，"


GUIDE_TITLE = "以后怎么办"


def guide(policy: Policy, supervision_short: str) -> tuple[tuple[str, str], ...]:
    """Return how the year goes on, filled from the policy in force."""
    lines = (
        ("到期前", _before_words(policy)),
        ("做完了", "点邮件里的链接，选“已完成”，写一两句。之后不再提醒。"),
        ("有困难", "到期前选“完成难度较大”，早说早协调。"),
        ("过期了", _after_words(policy, supervision_short)),
        ("不用做", "不用注册、打卡、每日填报，不排名，不要求拍照。"),
    )
    return tuple(line for line in lines if line[1])


def _before_words(policy: Policy) -> str:
    rungs = "、".join(f"第{days}个" for days in policy.before if days)
    moments = [f"{rungs}工作日"] if rungs else []
    moments += ["当天"] if 0 in policy.before else []
    if not moments:
        return ""
    each = "各" if len(policy.before) > 1 else ""
    return f"{'和'.join(moments)}{each}提醒一次，几项合成一封。"


def _after_words(policy: Policy, supervision_short: str) -> str:
    asks = [level for level in policy.levels if level.kind is NoticeKind.OVERDUE]
    letters = [level for level in policy.levels if level.kind is NoticeKind.LETTER]
    gentle = [f"第{asks[0].days}个工作日问一次"] if asks else []
    gentle += [f"{'以后' if asks else ''}每周一列一次清单"] if policy.weekly else []
    text = f"{'，'.join(gentle)}。" if gentle else ""
    if letters:
        copied = "，抄送分管领导" if letters[0].copy_leader else ""
        text += f"第{letters[0].days}个工作日由{supervision_short}发催办通知{copied}。"
    return text
