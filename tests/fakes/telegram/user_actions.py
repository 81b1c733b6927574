"""Actions of users in Telegram, for tests."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.bot_profile import commands_seen
from tests.fakes.telegram.fetching import fetch
from tests.fakes.telegram.files import StoredFile, measured_photo
from tests.fakes.telegram.inline_results import words_of
from tests.fakes.telegram.keyboards import markup_of
from tests.fakes.telegram.membership import announce, announce_service, set_member_status
from tests.fakes.telegram.models import Chat, MemberStatus, Message, User
from tests.fakes.telegram.rich_messages import recognised
from tests.fakes.telegram.serialise import inaccessible_json, message_json, user_json
from tests.fakes.telegram.state import CallbackQuery, InlineQuery, InlineResult, State
from tests.fakes.telegram.text import Entity, clean, found, is_blank, units

TIMEOUT = 30.0  # seconds, to wait for the bot; a busy machine may need many


class UserActions:
    """Acts as users; part of `FakeTelegram`."""

    state: State

    def user(self, first_name: str = "Ada", **about: Any) -> User:
        """Return a new user; *about*: `username`, `last_name`, `language_code`, `is_bot`."""
        return self.state.chat_store.add_user(first_name, **about)

    def private(self, user: User) -> Chat:
        """Return a user's private chat with the bot."""
        return self.state.chat_store.private(user)

    def chat(self, chat_id: int) -> Chat:
        return self.state.chat_store.chats[chat_id]

    def commands(self, user: User, chat: Chat) -> list[str]:
        """Return the commands that an app offers a user in a chat."""
        return [command["command"] for command in commands_seen(self.state, user, chat)]

    async def start(self, user: User, payload: str = "") -> Message:
        """Press "Start", or follow a deep link to the bot."""
        return await self.send(user, self.private(user), f"/start {payload}".strip())

    async def send(
        self,
        user: User,
        chat: Chat,
        text: str = "",
        *,
        reply_to: Message | None = None,
        thread: int = 0,
        is_anonymous: bool = False,
        channel: Chat | None = None,
        is_automatic: bool = False,
        entities: list[Entity] | None = None,
        file: StoredFile | None = None,
        quote: str = "",
        via_bot: User | None = None,
    ) -> Message:
        """Send a message; with a *file*, the text is its caption.

        *quote* is the part of *reply_to* that was selected for the reply. *via_bot* is another bot
        whose inline mode the text comes from; for the tested bot use `choose`.

        An admin of a group may stay anonymous: the group is then the sender. Users may
        also write as one of their *channel*s, and a channel's posts may be forwarded to its group
        automatically.
        """
        self._check_in(user, chat)
        assert not is_anonymous or chat.member_status(user).is_admin, f"{user} is no admin"
        body, given = clean(text, entities or [])
        assert file or not is_blank(body), "people cannot send nothing"
        assert units(body) <= 4096, "apps split what is longer"
        assert not quote or (reply_to and quote in reply_to.body), f"{quote!r} is not in {reply_to}"
        assert via_bot is not self.state.bot, "our results are chosen"
        if thread and reply_to is None:
            reply_to = chat.find(thread)  # a message in a topic replies to the topic's first one
        message = self.state.chat_store.post(
            chat,
            user,
            self.state.clock.date(),
            body=body,
            entities=found(body, given),
            reply_to=reply_to,
            thread_id=thread,
            file=file,
            quote=quote,
            via_bot=via_bot,
            sender_chat=chat if is_anonymous else channel,
            is_automatic=is_automatic,
        )
        if chat.user is not None and not user.is_bot:
            chat.is_started = True
        announce(self.state, message)
        return message

    async def send_rich(
        self,
        user: User,
        chat: Chat,
        *blocks: dict[str, Any] | str,
        reply_to: Message | None = None,
        thread: int = 0,
    ) -> Message:
        """Send a rich message of blocks; a string is a paragraph."""
        whole = [{"type": "paragraph", "text": b} if isinstance(b, str) else b for b in blocks]
        assert whole, "people cannot send nothing"
        if thread and reply_to is None:
            reply_to = chat.find(thread)
        return self._send_as_it_is(
            user, chat, rich=recognised(whole), reply_to=reply_to, thread_id=thread
        )

    async def send_other(
        self, user: User, chat: Chat, *, reply_to: Message | None = None, **content: Any
    ) -> Message:
        """Send content that this fake does not model: a poll, a checklist, a future type."""
        return self._send_as_it_is(user, chat, other=content, reply_to=reply_to)

    async def happen(self, user: User, chat: Chat, **service: Any) -> Message:
        """Send a service message: a pinned message, a new title, a boost."""
        self._check_in(user, chat)
        return announce_service(self.state, chat, user, service)

    def _send_as_it_is(self, user: User, chat: Chat, **fields: Any) -> Message:
        self._check_in(user, chat)
        message = self.state.chat_store.post(chat, user, self.state.clock.date(), **fields)
        chat.is_started = chat.is_started or chat.user is user
        announce(self.state, message)
        return message

    async def forward(self, user: User, message: Message, chat: Chat) -> Message:
        """Forward a message; it keeps the bot that it was sent through."""
        self._check_in(user, chat)
        copy = self.state.chat_store.post(
            chat,
            user,
            self.state.clock.date(),
            body=message.body,
            entities=message.entities,
            file=message.file,
            rich=message.rich,
            other=message.other,
            via_bot=message.via_bot,
            forwarded=message.forwarded or message,
        )
        announce(self.state, copy)
        return copy

    async def send_photo(self, user: User, chat: Chat, data: bytes, caption: str = "") -> Message:
        width, height = await measured_photo(data)
        file = self.state.files.keep("Photo", data, width=width, height=height)
        return await self.send(user, chat, caption, file=file)

    async def send_document(self, user: User, chat: Chat, data: bytes, name: str) -> Message:
        file = self.state.files.keep("Document", data, name=name, mime="application/octet-stream")
        return await self.send(user, chat, file=file)

    async def send_voice(self, user: User, chat: Chat) -> Message:
        file = self.state.files.keep("Voice", b"OggS", name="voice.oga", mime="audio/ogg")
        return await self.send(user, chat, file=file)

    async def send_sticker(self, user: User, chat: Chat) -> Message:
        file = self.state.files.keep("Sticker", b"RIFF", name="sticker.webp")
        return await self.send(user, chat, file=file)

    async def edit(self, message: Message, text: str) -> None:
        """Edit a user's message."""
        message.body, given = clean(text, [])
        message.entities = found(message.body, given)
        message.edit_date = self.state.clock.date()
        message.history.append(message.version())
        announce(self.state, message, "edited_message")

    async def delete(self, message: Message) -> None:
        """Delete a message for everyone; bots get no update."""
        message.is_deleted = True
        self.state.changed()

    async def block(self, user: User) -> None:
        """Block the bot, or delete the chat with it."""
        set_member_status(
            self.state, self.private(user), self.state.bot, MemberStatus.KICKED, by=user
        )

    async def unblock(self, user: User) -> None:
        set_member_status(
            self.state, self.private(user), self.state.bot, MemberStatus.MEMBER, by=user
        )

    # --- Buttons ----------------------------------------------------------------------------------

    async def press(self, user: User, message: Message, wanted: str) -> CallbackQuery:
        """Press a button by its text, a part of it, or its data."""
        button = message.button(wanted)
        assert "callback_data" in button, f"{button} asks the bot nothing"
        return await self.press_data(user, message, button["callback_data"])

    async def press_data(self, user: User, message: Message, data: str) -> CallbackQuery:
        """Press a button that the message no longer has or never had, as a modified app can."""
        self._check_in(user, message.chat)
        state = self.state
        callback_query = CallbackQuery(state.new_id(), user, message, data, state.clock.now())
        state.callback_queries[callback_query.id] = callback_query
        state.chat_store.known_users.add(user.id)
        query: dict[str, Any] = {
            "id": callback_query.id,
            "from": user_json(user),
            "chat_instance": str(hash((state.bot.id, message.chat.id))),
            "data": data,
        }
        if message.inline_id:
            query["inline_message_id"] = message.inline_id
        elif message.is_deleted or message.is_hidden:
            query["message"] = inaccessible_json(message)
        else:
            query["message"] = message_json(message, state.files)
        state.updates.add("callback_query", query, f"user {user.id}")
        return callback_query

    async def answered(
        self, callback_query: CallbackQuery, seconds: float = TIMEOUT
    ) -> CallbackQuery:
        """Wait for the answer to a callback query, and return it."""
        await self.state.changes.until(
            lambda: callback_query.is_answered,
            seconds,
            f"an answer to the callback query {callback_query.data!r}",
        )
        return callback_query

    # --- Inline mode ------------------------------------------------------------------------------

    async def inline_query(
        self,
        user: User,
        query: str,
        *,
        offset: str = "",
        chat_type: str = "private",
        wait: bool = True,
    ) -> InlineQuery:
        """Send an inline query, and wait for the results.

        *chat_type* is where: `sender` (the chat with the bot), `private`, `group`, `supergroup`.
        A cached answer is shown without asking the bot.
        """
        state = self.state
        assert state.settings.has_inline, "inline mode is off"
        assert len(query) <= 256, "apps do not ask with more"
        for whose in (user.id, 0):
            until, inline_query = state.inline_cache.get((whose, query, offset), (0.0, None))
            if inline_query is not None and until > state.clock.now():
                return inline_query
        inline_query = InlineQuery(state.new_id(), user, query, offset, state.clock.now())
        state.inline_queries[inline_query.id] = inline_query
        state.chat_store.known_users.add(user.id)
        shown = {"id": inline_query.id, "from": user_json(user), "query": query, "offset": offset}
        state.updates.add("inline_query", {**shown, "chat_type": chat_type}, f"user {user.id}")
        if wait:
            await self.offered(inline_query)
        return inline_query

    async def offered(self, inline_query: InlineQuery, seconds: float = TIMEOUT) -> InlineQuery:
        """Wait until the bot has answered an inline query, and return it."""
        await self.state.changes.until(
            lambda: inline_query.results is not None,
            seconds,
            f"an answer to the inline query {inline_query.query!r}",
        )
        return inline_query

    async def choose(
        self,
        user: User,
        result: InlineResult,
        chat: Chat,
        *,
        reply_to: Message | None = None,
        thread: int = 0,
    ) -> Message:
        """Send one of the results to a chat, where the bot need not be a member.

        If it is a member, it receives the message, even with privacy mode on.
        """
        self._check_in(user, chat)
        if thread and reply_to is None:
            reply_to = chat.find(thread)
        state, given = self.state, result.given
        body, entities = words_of(given)
        keyboard, _ = markup_of(given.get("reply_markup"))
        file = None if "input_message_content" in given else await self._file(result)
        message = state.chat_store.post(
            chat,
            user,
            state.clock.date(),
            body=body,
            entities=entities,
            file=file,
            keyboard=keyboard,
            reply_to=reply_to,
            thread_id=thread,
            via_bot=state.bot,
            inline_id=f"AgAAA{state.new_id()}" if keyboard else "",
        )
        if message.inline_id:
            state.inline_messages[message.inline_id] = message
        if chat.user is not None and chat.user is user:
            chat.is_started = True
        announce(state, message)
        if state.settings.has_feedback:
            chosen = {
                "result_id": result.id,
                "from": user_json(user),
                "query": result.inline_query.query,
            }
            if message.inline_id:
                chosen["inline_message_id"] = message.inline_id
            state.updates.add("chosen_inline_result", chosen, f"user {user.id}")
        return message

    async def _file(self, result: InlineResult) -> StoredFile | None:
        kind = str(result.given["type"])
        if result.file is not None or kind == "article":
            return result.file
        file = await fetch(self.state, str(result.given[f"{kind}_url"]), kind)
        assert kind != "photo" or file.data.startswith(b"\xff\xd8"), "only JPEG is shown by URL"
        return file

    def _check_in(self, user: User, chat: Chat) -> None:
        assert chat.member_status(user).is_in, f"{user} is not in {chat}"
        if chat.user is not None and self.state.bot.id in chat.member_statuses:
            assert chat.member_status(self.state.bot).is_in, f"{user} has blocked the bot"
