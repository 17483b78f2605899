"""Files on the demo's page: an image where it stands, a document as a link to download."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.demo.markup import Html, tag
from bot.demo.stage import Stage
from bot.sandbox.slack_world import SharedFile
from bot.sandbox.telegram_world import TelegramMessage

PATH = "/file/{platform}/{place}/{name}"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
PNG = "image/png"


def of_slack(file: SharedFile) -> Html:
    path = f"/file/slack/{file.id}/{quote(file.name, safe='')}"
    return _shown(path, file.title, file.about, file.mimetype)


def of_telegram(message: TelegramMessage) -> Html | None:
    """What comes with a message, if anything does."""
    if not message.content:
        return None
    kind = PNG if message.size != (0, 0) else ""
    path = f"/file/telegram/{message.chat.id}.{message.id}/{quote(message.file, safe='')}"
    return _shown(path, message.file, message.file, kind)


def answer(stage: Stage, request: Request) -> Response:
    """The file at such an address."""
    place = request.path_params["place"]
    content = b""
    if request.path_params["platform"] == "slack" and place in stage.slack.state.uploads:
        content = stage.slack.state.uploads[place].file.content
    elif request.path_params["platform"] == "telegram":
        content = _in_telegram(stage, place)
    if not content:
        return Response(status_code=404)
    is_image = content.startswith(b"\x89PNG")
    kind = PNG if is_image else "application/octet-stream"
    attached = {} if is_image else {"Content-Disposition": "attachment"}
    return Response(content, headers=HEADERS | attached, media_type=kind)


def _in_telegram(stage: Stage, place: str) -> bytes:
    chat, _, number = place.partition(".")
    if not (chat.lstrip("-").isdecimal() and number.isdecimal()):
        return b""
    there = stage.telegram.state.chats.get(int(chat))
    message = there.messages.get(int(number)) if there else None
    return message.content if message else b""


def _shown(path: str, title: str, about: str, mimetype: str) -> Html:
    if mimetype == PNG:
        image = tag("img", src=path, alt=about or title, loading="lazy")
        return tag("a", image, href=path, target="_blank", rel="noreferrer", class_="picture")
    return tag("a", f"⬇ {title}", href=path, download=True, class_="document", dir="auto")
