"""Photos and documents: uploads, limits, and sending by file id."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import web
from PIL import Image
from telegram import Bot, InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest, NetworkError, TelegramError

from tests.fakes.telegram import Chat, FakeTelegram, User
from tests.pictures import encode, make_picture

MB = 1024 * 1024
PICTURE = make_picture(width=1600, height=900)


def padded(size: int) -> bytes:
    """A picture of this many bytes and small dimensions."""
    picture = make_picture()
    return picture + bytes(size - len(picture))


async def test_a_photo_has_renditions_and_can_be_downloaded_as_a_jpeg(
    bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_photo(ada.id, PICTURE)

    assert [(size.width, size.height) for size in sent.photo] == [
        (90, 50),
        (320, 180),
        (800, 450),
        (1280, 720),
    ]
    file = await sent.photo[-1].get_file()
    with Image.open(BytesIO(await file.download_as_bytearray())) as shown:
        assert (shown.format, shown.size) == ("JPEG", (1280, 720))
    assert chat.last.picture == PICTURE


async def test_a_document_is_stored_unchanged(bot: Bot, ada: User, chat: Chat) -> None:
    sent = await bot.send_document(ada.id, PICTURE, filename="moon.png", caption="the original")

    assert sent.document
    assert (sent.document.file_name, sent.document.mime_type) == ("moon.png", "image/png")
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()) == PICTURE
    assert (chat.last.kind, chat.last.caption) == ("document", "the original")


async def test_a_webp_document_becomes_a_sticker_unless_its_type_is_not_detected(
    bot: Bot, ada: User, chat: Chat
) -> None:
    webp = make_picture("WEBP")

    sticker = await bot.send_document(ada.id, webp, filename="moon.webp", caption="the original")
    document = await bot.send_document(
        ada.id, webp, filename="moon.webp", caption="it", disable_content_type_detection=True
    )

    assert sticker.sticker
    assert (sticker.document, sticker.caption) == (None, None)
    assert document.document
    assert document.caption == "it"
    assert [message.kind for message in chat.from_bot()] == ["sticker", "document"]


@pytest.mark.usefixtures("chat")
async def test_an_edit_to_a_webp_document_may_make_a_sticker_as_well(bot: Bot, ada: User) -> None:
    webp = make_picture("WEBP")
    message = await bot.send_message(ada.id, "A cat")

    document = await message.edit_media(
        InputMediaDocument(webp, filename="moon.webp", disable_content_type_detection=True)
    )
    sticker = await message.edit_media(InputMediaDocument(webp, filename="moon.webp"))

    assert isinstance(document, Message)
    assert document.document
    assert isinstance(sticker, Message)
    assert sticker.sticker


async def test_a_file_can_be_sent_by_any_of_its_ids(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    first = await bot.send_photo(ada.id, PICTURE)
    second = await bot.send_photo(ada.id, first.photo[0].file_id)
    third = await bot.send_message(ada.id, "A cat")
    await third.edit_media(InputMediaPhoto(second.photo[-1].file_id))

    assert [message.picture for message in chat.from_bot()] == [PICTURE] * 3
    assert first.photo[-1].file_id != second.photo[-1].file_id
    assert first.photo[-1].file_unique_id == second.photo[-1].file_unique_id
    assert [call.files for call in fake.call_log.to("sendPhoto")] == [{"photo": len(PICTURE)}, {}]


async def test_the_same_bytes_uploaded_again_are_another_photo(
    bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_photo(ada.id, PICTURE)

    edited = await sent.edit_media(InputMediaPhoto(PICTURE))

    assert isinstance(edited, Message)
    assert edited.photo[-1].file_unique_id != sent.photo[-1].file_unique_id
    assert len(chat.last.history) == 2


async def test_ids_of_another_bot_and_of_lost_files_are_refused(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_photo(ada.id, PICTURE)
    file = chat.last.file
    assert file
    foreign = fake.files.foreign_id(file)

    for refused in (foreign, "AgACAgIAAxkBAAI"):
        with pytest.raises(BadRequest, match=r"Wrong (remote )?file identifier"):
            await bot.send_photo(ada.id, refused)
    with pytest.raises(BadRequest, match="Media_empty"):
        await sent.edit_media(InputMediaPhoto(foreign))
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file(foreign)
    fake.files.lose(file)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(ada.id, sent.photo[-1].file_id)


async def test_a_photo_cannot_be_sent_as_a_document_by_its_id(
    bot: Bot, ada: User, chat: Chat
) -> None:
    photo = await bot.send_photo(ada.id, PICTURE)
    document = await bot.send_document(ada.id, PICTURE, filename="moon.png")
    assert document.document

    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(ada.id, photo.photo[-1].file_id)
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(ada.id, document.document.file_id)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (make_picture(width=9000, height=1001), "PHOTO_INVALID_DIMENSIONS"),
        (make_picture(width=21, height=1), "PHOTO_INVALID_DIMENSIONS"),
        (padded(10 * MB + 1), "file of size 10485761 bytes is too big for a photo"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
    ],
    ids=["large", "long", "heavy", "garbled"],
)
async def test_an_invalid_photo_is_refused_but_accepted_as_document(
    fake: FakeTelegram, bot: Bot, chat: Chat, data: bytes, why: str
) -> None:
    sent = await bot.send_message(chat.id, "On it")

    with pytest.raises(BadRequest):
        await bot.send_photo(chat.id, data)
    with pytest.raises(BadRequest):
        await sent.edit_media(InputMediaPhoto(data))
    await sent.edit_media(InputMediaDocument(data, filename="moon.png"))

    for call in fake.call_log.refused():
        assert call.description.startswith(f"Bad Request: {why}")
    assert chat.last.picture == data


@pytest.mark.parametrize(("width", "height"), [(9000, 1000), (20, 1), (1, 20)])
async def test_photos_at_the_limits_are_accepted(
    bot: Bot, ada: User, chat: Chat, width: int, height: int
) -> None:
    await bot.send_photo(ada.id, make_picture(width=width, height=height))
    await bot.send_photo(ada.id, padded(10 * MB))

    assert len(chat.pictures()) == 2


async def test_more_than_50_mb_are_refused(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    with pytest.raises((NetworkError, TelegramError)):
        await bot.send_document(ada.id, bytes(52 * MB), filename="moon.png")

    assert fake.call_log.to("sendDocument")[0].description == "Request Entity Too Large"
    assert chat.from_bot() == []


async def test_an_album_is_a_media_group(bot: Bot, ada: User, chat: Chat) -> None:
    media = [InputMediaPhoto(make_picture(width=40 + n)) for n in range(3)]

    sent = await bot.send_media_group(ada.id, media, caption="Three cats")

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in chat.from_bot()] == ["Three cats", "", ""]
    with pytest.raises(BadRequest, match="Can't use the media of the specified type"):
        await sent[0].edit_media(InputMediaDocument(PICTURE, filename="moon.png"))
    with pytest.raises(BadRequest, match="Can't use the media of the specified type"):
        await bot.send_media_group(ada.id, [media[0], InputMediaDocument(PICTURE)])


async def test_a_download_link_is_valid_for_an_hour(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_photo(ada.id, PICTURE)
    file = await sent.photo[-1].get_file()

    fake.clock.advance(hours=1, seconds=1)

    with pytest.raises(TelegramError):
        await file.download_as_bytearray()


# --- By URL ---------------------------------------------------------------------------------------


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A web server with a picture, a large picture and a page."""
    contents = {
        "cat.jpg": (make_picture("JPEG"), "image/jpeg"),
        "large.jpg": (encode(Image.new("RGB", (40, 30)), "JPEG") + bytes(5 * MB), "image/jpeg"),
        "page": (b"<html>", "text/html"),
    }

    async def show(request: web.Request) -> web.Response:
        if request.match_info["name"] not in contents:
            raise web.HTTPNotFound
        body, content_type = contents[request.match_info["name"]]
        return web.Response(body=body, content_type=content_type)

    application = web.Application()
    application.router.add_get("/{name}", show)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_telegram_fetches_files_by_url(bot: Bot, ada: User, chat: Chat, site: str) -> None:
    await bot.send_photo(ada.id, f"{site}/cat.jpg")

    assert chat.last.picture == make_picture("JPEG")
    for name in ("none.jpg", "large.jpg"):
        with pytest.raises(BadRequest, match="Failed to get http url content"):
            await bot.send_photo(ada.id, f"{site}/{name}")
    with pytest.raises(BadRequest, match="Wrong type of the web page content"):
        await bot.send_photo(ada.id, f"{site}/page")
    with pytest.raises(BadRequest, match="Wrong type of the web page content"):
        await bot.send_document(ada.id, f"{site}/cat.jpg")
