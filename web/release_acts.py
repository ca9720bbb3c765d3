"""What a person does with a letter that waits: release, rewrite, telephone, put off, or not send it."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_notices
from models.store_notices import NoticeRecord
from rules.errors import DubanError, InputError, RuleError
from scheduler import release
from scheduler.release import LetterWords, PhoneCall
from templates.filters import day_words, month_day
from web.flash import Line, done
from web.forms import RowId
from web.pages import desk_of, page
from web.release_tray import leaving_words, letter_page, listed
from web.session import Acting, Visit

router = APIRouter()


def _act(visit: Visit, notice_id: int, opened: str, act: Callable[[NoticeRecord], Line]) -> Response:
    """Do one act with a letter and open the next one; a refusal shows this one again."""
    with db.reading(visit.services.engine) as connection:
        record = store_notices.notice(connection, notice_id)
    try:
        line = act(record)
    except DubanError as refused:
        status = 409 if isinstance(refused, RuleError) else 422
        with db.reading(visit.services.engine) as connection:
            return letter_page(
                visit, connection, notice_id, opened=opened, error=refused.message, status=status
            )
    target = f"/release/{notice_id}" if opened in ("edit", "leader") else "/release"
    return done(visit, target, line)


def _left(visit: Visit) -> str:
    with db.reading(visit.services.engine) as connection:
        count = len(desk_of(visit, connection).letters)
    return f"还有{count}封。" if count else "没有等待核发的信了。"


def _office(visit: Visit, record: NoticeRecord) -> str:
    with db.reading(visit.services.engine) as connection:
        return desk_of(visit, connection).office(record.office_id).label


@router.post("/release/chosen")
def chosen(visit: Acting) -> Response:
    """Show who would get the ticked letters; confirmed, release or put off exactly those."""
    ids = visit.form.ids("notice")
    is_hold = visit.form.text("act") == "hold"
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        letters = [listed(connection, desk, one) for one in desk.letters if one.id in set(ids)]
        sendable = [one for one in letters if is_hold or one.office.email]
        error = "" if letters else "先勾选要办的信，或者所选的信刚刚已经处理过。"
        if error or not visit.form.is_ticked("confirmed"):
            return page(
                visit,
                connection,
                "release_chosen.html",
                current="release",
                desk=desk,
                status=422 if error else 200,
                error=error,
                letters=letters,
                sendable=sendable,
                is_hold=is_hold,
                leaving=leaving_words(visit, connection, desk),
                next_workday=desk.calendar.next_workday(desk.today),
            )
        leaving = leaving_words(visit, connection, desk)
    chosen_ids = [one.notice.id for one in sendable]
    if is_hold:
        until = visit.form.day("until", "暂缓到的日期")
        for notice_id in chosen_ids:
            release.hold_letter(visit.services, visit.actor, notice_id, today=visit.today, until=until)
        line = Line(f"{len(chosen_ids)}封已暂缓。", f"到{day_words(until, visit.today)}再请您过目。")
    else:
        if not chosen_ids:
            raise InputError("所选的单位都没有邮箱，一封也发不出。")
        release.release_letters(visit.services, visit.actor, chosen_ids)
        line = Line(f"已核发{len(chosen_ids)}封，{leaving}。", _left(visit))
    return done(visit, "/release", line)


@router.post("/release/{notice_id}/release")
def let_go(notice_id: RowId, visit: Acting) -> Response:
    """Let one letter leave."""

    def act(record: NoticeRecord) -> Line:
        with db.reading(visit.services.engine) as connection:
            desk = desk_of(visit, connection)
            office = desk.office(record.office_id)
            leaving = leaving_words(visit, connection, desk)
        if not office.email:
            raise RuleError(f"{office.label}没有邮箱，这封信发不出。请改为电话催办，或先补邮箱。")
        release.release_letters(visit.services, visit.actor, [record.id])
        return Line(f"已核发：{office.label}，{leaving}。", _left(visit))

    return _act(visit, notice_id, "", act)


@router.post("/release/{notice_id}/edit")
def rewrite(notice_id: RowId, visit: Acting) -> Response:
    """Store a person's own words for a letter; restored, the standard text comes back."""

    def act(record: NoticeRecord) -> Line:
        form = visit.form
        if form.is_ticked("restore"):
            words = LetterWords(skip_leader=record.skip_leader)
        else:
            words = LetterWords(
                number_words=form.text("number_words", limit=60),
                subject_words=form.text("subject_words", limit=120),
                opening_words=form.words("opening_words", limit=1000, label="开头"),
                closing_words=form.words("closing_words", limit=1000, label="结尾"),
                skip_leader=record.skip_leader,
            )
        release.rewrite_letter(visit.services, visit.actor, record.id, words)
        return Line("已恢复原文。" if form.is_ticked("restore") else "文字已改。", "下面就是发出时的样子。")

    return _act(visit, notice_id, "edit", act)


@router.post("/release/{notice_id}/leader")
def leader(notice_id: RowId, visit: Acting) -> Response:
    """Choose whether the leader in charge is told this time."""

    def act(record: NoticeRecord) -> Line:
        skip = visit.form.is_ticked("skip")
        words = LetterWords(
            number_words=record.number_words,
            subject_words=record.subject_words,
            opening_words=record.opening_words,
            closing_words=record.closing_words,
            skip_leader=skip,
        )
        release.rewrite_letter(visit.services, visit.actor, record.id, words)
        return Line("这次不告分管领导。" if skip else "照常另告分管领导。")

    return _act(visit, notice_id, "leader", act)


@router.post("/release/{notice_id}/phone")
def phone(notice_id: RowId, visit: Acting) -> Response:
    """Record a call in place of the letter."""

    def act(record: NoticeRecord) -> Line:
        form = visit.form
        clock = form.text("called_time", limit=5)
        answer = form.words("answer", limit=1000, label="对方答复")
        call = PhoneCall(
            answered_by=form.text("answered_by", limit=40),
            answer=f"{clock} {answer}".strip() if clock else answer,
            called_on=form.day("called_on", "日期"),
        )
        release.telephone_instead(visit.services, visit.actor, record.id, call, today=visit.today)
        words = f"{_office(visit, record)}，{month_day(call.called_on)}，{call.answered_by}接听。"
        return Line("电话催办已记下，这封不发。", words + _left(visit))

    return _act(visit, notice_id, "phone", act)


@router.post("/release/{notice_id}/hold")
def hold(notice_id: RowId, visit: Acting) -> Response:
    """Put a letter off until a working day."""

    def act(record: NoticeRecord) -> Line:
        until = visit.form.day("until", "暂缓到的日期")
        with db.reading(visit.services.engine) as connection:
            is_workday = visit.services.calendar(connection).is_workday(until)
        if not is_workday:
            raise InputError(f"{day_words(until, visit.today)}不是工作日，请换一天。")
        release.hold_letter(visit.services, visit.actor, record.id, today=visit.today, until=until)
        words = f"{_office(visit, record)}，到{day_words(until, visit.today)}再请您过目。"
        return Line("已暂缓。", words + _left(visit))

    return _act(visit, notice_id, "hold", act)


@router.post("/release/{notice_id}/back")
def back(notice_id: RowId, visit: Acting) -> Response:
    """Take a released letter back before it has left, or a put-off one out again."""

    def act(record: NoticeRecord) -> Line:
        release.hold_letter(visit.services, visit.actor, record.id, today=visit.today)
        return Line("已收回，等您核发。", f"{_office(visit, record)}。")

    return _act(visit, notice_id, "", act)


@router.post("/release/{notice_id}/drop")
def drop(notice_id: RowId, visit: Acting) -> Response:
    """Decide that a letter is not sent."""

    def act(record: NoticeRecord) -> Line:
        reason = visit.form.words("reason", limit=500, label="理由")
        release.drop_letter(visit.services, visit.actor, record.id, reason=reason)
        return Line("这封不发。", f"{_office(visit, record)}，理由已记下。{_left(visit)}")

    return _act(visit, notice_id, "drop", act)
