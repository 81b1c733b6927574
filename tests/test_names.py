"""Names of modules and classes: one word for one thing, and adapters that mirror each other."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DISCORD = ROOT / "bots" / "discord"
TELEGRAM = ROOT / "bots" / "telegram"

# Packages of the pipeline that are copies of packages of the core: tools/copy_shared_code.py.
COPIED = (
    ROOT / "pipeline" / "moderation" / "word_rules",
    ROOT / "pipeline" / "comic" / "planner" / "panel_script",
)

# Lines of one file of the core.
LONGEST = 500

# Names that no module and no class has again, after the field's word for the concept.
REPLACED = {
    "account": "person persons",
    "artist_process": "drawer drawers",
    "attempt_limiter": "throttle",
    "callbacks": "press presses pressed",
    "comic_details": "shows",
    "config_redaction": "config_view",
    "context": "ask asks",
    "delivery_attempt": "journey journeys parcel freight brought",
    "dependencies": "kit",
    "diagnoses": "ailment ailments ailingerror",
    "embedded_pipeline": "embedded",
    "eta": "pace",
    "follow_ups": "sequel sequels",
    "gallery": "shelf shelves showcase",
    "janitor": "sweep",
    "job_events": "watcher face",
    "job_queue": "hint hints line",
    "job_store": "ledger",
    "leader_lock": "turn",
    "message_reference": "spot spots",
    "metrics": "measures meter observe",
    "moderation": "community",
    "option_choices": "choices",
    "polling": "tempo patience",
    "progress_updater": "followers following",
    "read_only_guard": "lost_writes",
    "rendering": "screen screens",
    "request_limits": "server_limits weblimits",
    "responses": "acks answers apologies",
    "retry": "persist",
    "runner": "front fronts machinery",
    "saved_prompts": "wish wishes",
    "server_state": "scenery world",
    "service": "studio",
    "status_messages": "order orders",
    "terminal_client": "desk desks",
    "transaction_hooks": "enlist enlisted",
    "unparsed_updates": "unparsed",
}

# What one platform has and the other has not. A concept that both have belongs under one name.
ONLY_DISCORD = {
    "acknowledgement.py": "an interaction expires unless it is acknowledged within 3 seconds",
    "client.py": "the gateway's client; Telegram's updates come by polling or webhook",
    "command_translations.py": "translated command names; Telegram's lists are set per language",
    "deferral.py": "the calls that acknowledge an interaction",
    "endpoints.py": "the API's address, which the library keeps in a global",
    "handler_tasks.py": "the tasks of handlers; updates of Telegram are handled from the inbox",
    "install_links.py": "OAuth2 links for servers and users",
    "interactions.py": "what an interaction says; Telegram's context reads several kinds of update",
    "modals.py": "forms",
    "responder.py": "the one response that an interaction has; a Telegram bot just sends messages",
}
ONLY_TELEGRAM = {
    "callback_answer.py": "the toast or alert that a callback query gets besides a response",
    "callback_context.py": "a callback query with its message, which interactions carry themselves",
    "call_slots.py": "Telegram names no remaining calls in its answers, as Discord does",
    "command_parser.py": "commands arrive as text; Discord parses them",
    "deeplinks.py": "the payload of /start",
    "group_admins.py": "who administers a group; an interaction carries its user's permissions",
    "http_requests.py": "the HTTP client that python-telegram-bot is given",
    "inline/__init__.py": "inline mode",
    "inline/handlers.py": "inline mode",
    "inline/photo_links.py": "inline mode",
    "inline/results.py": "inline mode",
    "message_author.py": "forwarded, anonymous and inline messages as requests",
    "message_text.py": "text and rich messages",
    "option_keyboard.py": "options by buttons; Discord has options of commands",
    "option_parser.py": "options in text; Discord has options of commands",
    "outage_replies.py": "updates are confirmed by us, so they can be answered after an outage",
    "polling.py": "long polling",
    "question_replies.py": "answers to questions; Discord has modals",
    "questions.py": "questions with a forced reply; Discord has modals",
    "report_form.py": "the reasons of a report as buttons; Discord has a select menu in a modal",
    "service_messages.py": "service messages of a chat",
    "unparsed_updates.py": "updates that the library cannot parse",
    "update_context.py": "contexts of updates, which may have no user or no chat",
    "update_inbox.py": "updates are committed before they are confirmed",
    "update_router.py": "which handler an update goes to; discord.py dispatches by itself",
    "uploads.py": "uploads by their file ids; Discord attaches the picture to every message",
    "welcome.py": "the answer to /start",
}


def python_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*.py"))


def modules_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in python_files(folder)}


def classes_of(*folders: Path) -> dict[str, list[str]]:
    """Return the classes in *folders* with the files that define them."""
    found = defaultdict(list)
    for path in python_files(*folders):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path.relative_to(ROOT).as_posix())
    return dict(found)


def without_copies(classes: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the classes without those of modules that are copies of others."""
    return {
        name: [
            file
            for file in files
            if not any((ROOT / file).is_relative_to(folder) for folder in COPIED)
        ]
        for name, files in classes.items()
    }


def repeated(classes: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: files for name, files in classes.items() if len(files) > 1}


def replaced_names(modules: Iterable[Path], classes: Iterable[str]) -> list[str]:
    """Return the modules and classes with a name that was replaced."""
    words = {word for words in REPLACED.values() for word in words.split()}
    return sorted(
        [path.as_posix() for path in modules if path.stem in words]
        + [name for name in classes if name.lower() in words]
    )


def like_the_standard_library(paths: Iterable[Path]) -> list[str]:
    named = [path.parent if path.stem in {"__init__", "__main__"} else path for path in paths]
    return sorted({str(path) for path in named if path.stem in sys.stdlib_module_names})


# --- Classes --------------------------------------------------------------------------------------


def test_every_class_name_has_one_meaning() -> None:
    classes = classes_of(*(ROOT / name for name in ("core", "storage", "pipeline")))

    assert repeated(without_copies(classes)) == {}


def test_an_adapter_reuses_no_class_name_of_lower_layers() -> None:
    below = classes_of(*(ROOT / name for name in ("core", "storage", "pipeline")))
    adapters = classes_of(DISCORD, TELEGRAM)

    assert sorted(below.keys() & adapters.keys()) == []


def test_a_class_of_both_adapters_is_in_modules_of_the_same_name() -> None:
    discord, telegram = classes_of(DISCORD), classes_of(TELEGRAM)

    places = {
        name: ([Path(file).name for file in discord[name]], [Path(f).name for f in telegram[name]])
        for name in discord.keys() & telegram.keys()
    }
    assert len(places) > 5
    assert {name: files for name, files in places.items() if files[0] != files[1]} == {}


def test_no_module_or_class_has_a_name_that_was_replaced() -> None:
    packages = ("bots", "core", "storage", "pipeline", "tests", "bench", "tools")
    folders = [ROOT / name for name in packages]
    modules = [path.relative_to(ROOT) for path in python_files(*folders)]
    classes = classes_of(*folders)

    names = replaced_names(
        [path for path in modules if "sketch" not in path.parts],
        [name for name, files in classes.items() if not all("/sketch/" in file for file in files)],
    )
    assert names == []


def test_a_name_that_was_replaced_is_noticed() -> None:
    modules = [Path("bots/wishes.py"), Path("bots/delivery.py"), Path("tests/fakes/world.py")]

    assert replaced_names(modules, ["Journey", "JourneyPlan", "Gallery"]) == [
        "Journey",
        "bots/wishes.py",
        "tests/fakes/world.py",
    ]


# --- Parameters -----------------------------------------------------------------------------------


def methods_of(node: ast.ClassDef) -> dict[str, list[str]]:
    """Return the methods of a class with the names of their positional parameters."""
    return {
        method.name: [each.arg for each in (*method.args.posonlyargs, *method.args.args)]
        for method in node.body
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def protocols(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return the protocols with more than one method; a single one would match by coincidence."""
    found = {
        node.name: methods_of(node)
        for path in python_files(folder)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    }
    return {name: methods for name, methods in found.items() if len(methods) > 1}


def misnamed_parameters(
    source: str, ports: dict[str, dict[str, list[str]]]
) -> dict[str, list[str]]:
    """Return the methods whose parameters are named differently in the port they implement."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = methods_of(node)
        for port in ports.values():
            if port.keys() <= methods.keys():
                found |= {
                    f"{node.name}.{name}": parameters
                    for name, parameters in methods.items()
                    if port.get(name, parameters) != parameters
                }
    return found


def test_implementations_name_parameters_as_their_port_does() -> None:
    ports = protocols(ROOT / "core" / "ports")
    folders = (ROOT / name for name in ("bots", "core", "storage", "tests", "bench"))

    assert {"DeliveryRepository", "JobQueue", "SavedPromptRepository"} <= ports.keys()
    assert {
        name: parameters
        for path in python_files(*folders)
        for name, parameters in misnamed_parameters(path.read_text("utf-8"), ports).items()
    } == {}


def test_a_parameter_with_another_name_than_in_the_port_is_noticed() -> None:
    port = {"put": ["self", "prompt_id"], "get": ["self", "prompt_id"]}
    source = """
class Whole:
    async def put(self, prompt_id): ...
    async def get(self, wish_id): ...
class Unrelated:
    async def get(self, url): ...
"""

    assert misnamed_parameters(source, {"Port": port}) == {"Whole.get": ["self", "wish_id"]}


# --- Modules --------------------------------------------------------------------------------------


def test_both_chat_adapters_have_the_same_modules_except_for_listed_ones() -> None:
    discord, telegram = modules_of(DISCORD), modules_of(TELEGRAM)

    assert discord - telegram == ONLY_DISCORD.keys()
    assert telegram - discord == ONLY_TELEGRAM.keys()


def test_no_module_has_the_name_of_a_standard_library_module() -> None:
    folders = ("bots", "core", "storage", "pipeline", "tests", "tools", "bench")

    assert like_the_standard_library(python_files(*(ROOT / name for name in folders))) == []


def test_modules_with_names_of_the_standard_library_are_detected() -> None:
    paths = [Path("a/queue.py"), Path("a/json/__init__.py"), Path("a/job_queue.py"), Path("a/b.py")]

    assert like_the_standard_library(paths) == ["a/json", "a/queue.py"]


def test_no_file_of_the_core_is_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(ROOT / "core")
    }

    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
