"""The two shortest mails: a new link asked for by an office, and the test mail of the command line."""

from datetime import date

from templates.filters import day_with_weekday
from templates.mail_parts import Button, Mail, Note, bold, words
from templates.mail_values import Bureau, LinkMail
from templates.wording_frame import day_line, letterhead, system_letterhead
from templates.wording_notes import footer, phone_words
from templates.wording_subject import office_subject, plain_subject


def link_mail(mail: LinkMail) -> Mail:
    """Return the mail with an office's new link."""
    phone, phone_rest = phone_words(mail.bureau)
    until = day_with_weekday(mail.expires_on, mail.today)
    title = "任务页的新链接"
    return Mail(
        subject=office_subject((title,), bureau=mail.bureau, office=mail.office_name, short=""),
        preheader=f"有效到{until}。事项和已填的内容都在，没有受影响。",
        letterhead=letterhead(mail.bureau),
        day=day_line(mail.today),
        greeting=f"{mail.office_name}：",
        title=title,
        text_title=title,
        lead=(
            words("事项和已填的内容都在，没有受影响。"),
            words("新链接有效到", bold(until), "。"),
        ),
        button=Button(f"打开{mail.office_name}任务页", mail.link, "不用登录", "任务页"),
        notes=(Note(("凭本链接可查看和填报本单位的事项，请勿转发到单位以外。",)),),
        phone=phone,
        phone_rest=phone_rest,
        footer=footer(mail.bureau, ("有人在过期链接的页面上要新链接，所以发来本邮件。",)),
    )


def trial_mail(bureau: Bureau, *, today: date) -> Mail:
    """Return the mail that only shows that sending works: one sentence."""
    sentence = "收到这封邮件，说明督办系统的发信设置可以用。"
    title = "测试邮件：发信正常"
    return Mail(
        subject=plain_subject(f"{title}｜督办系统", bureau=bureau),
        preheader=sentence,
        letterhead=system_letterhead(bureau, "测试"),
        day=day_line(today),
        greeting="",
        title=title,
        text_title=title,
        lead=(words(sentence),),
    )
