"""Changes of groups that tests can trigger."""

from __future__ import annotations

from tests.fakes.telegram.membership import announce_service, set_member_status
from tests.fakes.telegram.models import Chat, MemberStatus, Topic, User
from tests.fakes.telegram.serialise import user_json
from tests.fakes.telegram.state import State


class Groups:
    """Creates and changes groups; part of `FakeTelegram`."""

    state: State

    async def group(
        self,
        *members: User,
        title: str = "Friends",
        kind: str = "supergroup",
        is_forum: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        """Create a group by its first member, who by default adds the bot; return it."""
        chat = self.state.chat_store.add_group(title, kind, *members, is_forum=is_forum)
        if with_bot:
            await self.add(chat, self.state.bot, by=members[0])
        return chat

    def private_chat_between(self, one: User, other: User) -> Chat:
        """Return a private chat of two users, for inline messages."""
        return self.state.chat_store.add_private_between(one, other)

    def channel(self, title: str) -> Chat:
        """Return a channel, on whose behalf users write; the bot is not a member."""
        return self.state.chat_store.add_group(title, "channel")

    async def add(self, chat: Chat, user: User, *, by: User | None = None) -> None:
        """Add a user or the bot."""
        by = by or user
        set_member_status(self.state, chat, user, MemberStatus.MEMBER, by=by)
        shown = [user_json(user)]
        announce_service(self.state, chat, by, {"new_chat_members": shown})

    async def remove(self, chat: Chat, user: User, *, by: User | None = None) -> None:
        """Remove a user; without *by* they leave."""
        member_status = MemberStatus.LEFT if by is None else MemberStatus.KICKED
        set_member_status(self.state, chat, user, member_status, by=by or user)
        shown = user_json(user)
        announce_service(self.state, chat, by or user, {"left_chat_member": shown})

    async def promote(self, chat: Chat, user: User, *, by: User | None = None) -> None:
        set_member_status(
            self.state, chat, user, MemberStatus.ADMINISTRATOR, by=by or self._owner(chat)
        )

    async def demote(self, chat: Chat, user: User, *, by: User | None = None) -> None:
        set_member_status(self.state, chat, user, MemberStatus.MEMBER, by=by or self._owner(chat))

    async def migrate(self, chat: Chat) -> Chat:
        """Migrate a group to a supergroup, and return that; the old chat becomes unusable."""
        assert chat.type == "group", "only basic groups are upgraded"
        owner = self._owner(chat)
        new = self.state.chat_store.add_group(chat.title, "supergroup")
        new.members, new.member_statuses = dict(chat.members), dict(chat.member_statuses)
        announce_service(self.state, chat, owner, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new.id
        announce_service(self.state, new, owner, {"migrate_from_chat_id": chat.id})
        return new

    async def delete_group(self, chat: Chat) -> None:
        """Delete a group; the bot is removed from it."""
        chat.is_deleted = True
        set_member_status(self.state, chat, self.state.bot, MemberStatus.LEFT, by=self._owner(chat))

    async def topic(self, chat: Chat, name: str) -> Topic:
        """Create a topic in a forum, or in a user's private chat with the bot."""
        assert chat.is_forum or chat.user is not None, f"{chat} has no topics"
        service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        root = announce_service(self.state, chat, chat.user or self._owner(chat), service)
        root.thread_id = root.id
        chat.topics[root.id] = Topic(root.id, name)
        return chat.topics[root.id]

    async def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """Delete a topic, with everything in it."""
        topic.is_deleted = True
        for message in chat.everything:
            message.is_deleted = message.is_deleted or message.thread_id == topic.id
        self.state.changed()

    def _owner(self, chat: Chat) -> User:
        owners = [
            user
            for user in chat.members.values()
            if chat.member_status(user) is MemberStatus.CREATOR
        ]
        assert owners, f"nobody owns {chat}"
        return owners[0]
