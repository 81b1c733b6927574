"""Validation of messages. https://docs.discord.com/developers/resources/message"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.api_errors import ApiError, Path, Problems, bad_form, too_large
from tests.fakes.discord.component_rules import check_components, check_url
from tests.fakes.discord.messages import Attachment, Flag, Message, words_of
from tests.fakes.discord.models import DEFAULT_UPLOAD, MIB, Guild

MOST_CONTENT = 2000
MOST_EMBED_TEXT = 6000
MOST_NONCE = 25
WHOLE_REQUEST = 25 * MIB
MENTION_KINDS = {"users", "roles", "everyone"}
EMBED_TEXTS = {"title": 256, "description": 4096}
SENDABLE = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request, as `files[number]`."""

    number: str
    filename: str
    data: bytes


@dataclass(slots=True)
class Draft:
    """The message that a request creates or edits, validated."""

    content: str
    embeds: list[dict[str, Any]]
    components: list[dict[str, Any]]
    attachments: list[Attachment]
    flags: Flag
    allowed_mentions: Mapping[str, Any] | None = None
    new_files: list[Attachment] = field(default_factory=list)


def draft_of(
    body: Mapping[str, Any],
    uploads: list[Upload],
    *,
    existing: Message | None,
    next_id: Any,
    file_limit: int = DEFAULT_UPLOAD,
    may_be_empty: bool = False,
) -> Draft:
    """Return the message that a request creates, or edits *existing* into. Raises ApiError."""
    _check_sizes(uploads, file_limit)
    problems = Problems()
    attachments, new = _attachments(problems, body, uploads, existing, next_id)
    if not isinstance(body.get("content") or "", str):
        raise bad_form(("content",), "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")
    requested = body.get("flags") or 0
    if not isinstance(requested, int):
        raise bad_form(("flags",), "NUMBER_TYPE_COERCE", "Value is not an integer.")
    flags = Flag(requested) & SENDABLE
    if existing is not None:  # V2 cannot be removed again
        flags = (existing.flags & ~Flag.SUPPRESS_EMBEDS) | (
            flags & (Flag.SUPPRESS_EMBEDS | Flag.COMPONENTS_V2)
        )
    draft = Draft(
        content=_kept(body, "content", existing.content if existing else "") or "",
        embeds=_kept(body, "embeds", existing.embeds if existing else []) or [],
        components=_kept(body, "components", existing.components if existing else []) or [],
        attachments=attachments,
        flags=flags,
        allowed_mentions=body.get("allowed_mentions"),
        new_files=new,
    )
    _check(problems, body, draft)
    problems.refuse()
    if not may_be_empty:
        _check_not_empty(draft, body)
    return draft


def refuse_blocked_words(draft: Draft, guild: Guild | None) -> None:
    """Raise ApiError 200000 if the guild's AutoMod blocks the text."""
    if guild is None:
        return
    text = words_of(draft.content, draft.embeds, draft.components).casefold()
    if any(word.casefold() in text for word in guild.blocked_words):
        raise ApiError(400, 200000, "Message was blocked by automatic moderation")


def _kept(body: Mapping[str, Any], key: str, before: Any) -> Any:
    return body.get(key, before)


def _check_sizes(uploads: list[Upload], limit: int) -> None:
    total = sum(len(upload.data) for upload in uploads)
    if total > WHOLE_REQUEST or any(len(upload.data) > limit for upload in uploads):
        raise too_large()


def _attachments(
    problems: Problems,
    body: Mapping[str, Any],
    uploads: list[Upload],
    existing: Message | None,
    next_id: Any,
) -> tuple[list[Attachment], list[Attachment]]:
    """Return all attachments of the resulting message, and the new ones.

    If the request lists attachments, those not listed are removed; else new files are added.
    """
    before = {str(file.id): file for file in existing.attachments} if existing else {}
    listed = body.get("attachments")
    if listed is None and "attachments" not in body:
        new = [Attachment(next_id(), _safe(u.filename), u.data) for u in uploads]
        return [*before.values(), *new], new
    arrived = {upload.number: upload for upload in uploads}
    kept, new = [], []
    for at, entry in enumerate(listed or []):
        key = str(entry.get("id"))
        if entry.get("description") is not None:
            problems.length(("attachments", at, "description"), entry["description"], 0, 1024)
        if key in before:
            kept.append(before[key])
        elif key in arrived:
            upload = arrived[key]
            name = _safe(str(entry.get("filename") or upload.filename))
            file = Attachment(
                next_id(),
                name,
                upload.data,
                entry.get("description"),
                is_spoiler=bool(entry.get("is_spoiler")) or name.startswith("SPOILER_"),
            )
            new.append(file)
            kept.append(file)
        else:
            text = "The referenced attachment was not found"
            problems.add(("attachments", at, "id"), "ATTACHMENT_NOT_FOUND", text)
    problems.length(("attachments",), kept, 0, 10)
    return kept, new


def _safe(filename: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in filename)


def _check(problems: Problems, body: Mapping[str, Any], draft: Draft) -> None:
    is_v2 = bool(draft.flags & Flag.COMPONENTS_V2)
    problems.length(("content",), draft.content, 0, MOST_CONTENT)
    _check_embeds(problems, draft.embeds)
    names = {file.filename for file in draft.attachments}
    if body.get("components") is not None:
        check_components(problems, draft.components, is_v2=is_v2, files=names)
    if is_v2:
        used: dict[str, Any] = {"content": draft.content, "embeds": draft.embeds}
        used |= {key: body.get(key) for key in ("poll", "sticker_ids")}
        for key in (key for key, value in used.items() if value):
            text = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            problems.add((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    if (nonce := body.get("nonce")) is not None and len(str(nonce)) > MOST_NONCE:
        problems.add(("nonce",), "NONCE_TYPE_TOO_LONG", "The nonce must be 25 or fewer in length.")
    if draft.allowed_mentions is not None:
        _check_mentions(problems, draft.allowed_mentions)


def _check_not_empty(draft: Draft, body: Mapping[str, Any]) -> None:
    has = draft.content.strip() or draft.embeds or draft.attachments or draft.components
    if not (has or body.get("poll") or body.get("sticker_ids")):
        raise ApiError(400, 50006, "Cannot send an empty message")


def _check_mentions(problems: Problems, allowed: Any) -> None:
    path: Path = ("allowed_mentions",)
    if not isinstance(allowed, Mapping):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    parse = allowed.get("parse") or []
    for at, kind in enumerate(parse):
        problems.one_of((*path, "parse", at), kind, set(MENTION_KINDS))
    for key in ("users", "roles"):
        ids = allowed.get(key) or []
        problems.length((*path, key), ids, 0, 100)
        if ids and key in parse:
            text = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            problems.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
        for at, one in enumerate(ids):
            if not str(one).isdigit():
                problems.add(
                    (*path, key, at), "NUMBER_TYPE_COERCE", f'Value "{one}" is not snowflake.'
                )


def _check_embeds(problems: Problems, embeds: Any) -> None:
    if not problems.length(("embeds",), embeds, 0, 10):
        return
    for at, embed in enumerate(embeds):
        _check_embed(problems, ("embeds", at), embed)
    if sum(map(_embed_text, embeds)) > MOST_EMBED_TEXT:
        text = f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_embed(problems: Problems, path: Path, embed: dict[str, Any]) -> None:
    for key, most in EMBED_TEXTS.items():
        if embed.get(key) is not None:
            problems.length((*path, key), embed[key], 0, most)
    for key, part, most in (("footer", "text", 2048), ("author", "name", 256)):
        if embed.get(key) is not None:
            problems.length((*path, key, part), embed[key].get(part), 1, most)
    fields = embed.get("fields") or []
    problems.length((*path, "fields"), fields, 0, 25)
    for at, row in enumerate(fields):
        problems.length((*path, "fields", at, "name"), row.get("name"), 1, 256)
        problems.length((*path, "fields", at, "value"), row.get("value"), 1, 1024)
    for key in ("image", "thumbnail"):
        if embed.get(key):
            url_path = (*path, key, "url")
            check_url(problems, url_path, embed[key].get("url"), {"http", "https", "attachment"})
    if embed.get("url"):
        check_url(problems, (*path, "url"), embed["url"], {"http", "https"})


def _embed_text(embed: dict[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for row in embed.get("fields") or []:
        texts += [row.get("name"), row.get("value")]
    return sum(len(str(text)) for text in texts if text)
