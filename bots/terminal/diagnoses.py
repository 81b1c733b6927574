"""What may be wrong with the things that we depend on, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Ailment: TypeAlias = tuple[str, str]  # what is wrong, and what to do


class DiagnosedError(Exception):
    """Something is broken: *problem* says what, *fix* what to do about it."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


WRONG_REGION = ("the bucket is in another region", "Correct images.region.")

# By the code in S3's answer, or the name of boto's error where there was no answer.
S3_AILMENTS: Mapping[str, Ailment] = {
    "RequestTimeTooSkewed": (
        "this machine's clock is wrong by more than 15 minutes",
        "Set the clock, such as: timedatectl set-ntp true",
    ),
    "AccessDenied": (
        "the access key may not put, get and delete objects",
        "Allow it s3:PutObject, s3:GetObject and s3:DeleteObject in the bucket.",
    ),
    "InvalidAccessKeyId": (
        "the access key is unknown",
        "Correct AWS_ACCESS_KEY_ID (images.access_key_id).",
    ),
    "SignatureDoesNotMatch": (
        "the secret does not belong to the access key",
        "Correct AWS_SECRET_ACCESS_KEY (images.secret_access_key).",
    ),
    "NoSuchBucket": (
        "there is no such bucket",
        "Make it, or correct AWS_BUCKET_NAME (images.bucket).",
    ),
    "NoCredentialsError": (
        "there is no access key",
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role.",
    ),
    "EndpointConnectionError": (
        "nobody listens there",
        "Correct images.endpoint_url or images.region, or mend the network.",
    ),
    "ConnectTimeoutError": (
        "there is no answer",
        "Correct images.endpoint_url, or mend the network or the firewall.",
    ),
    "AuthorizationHeaderMalformed": WRONG_REGION,
    "IllegalLocationConstraintException": WRONG_REGION,
    "PermanentRedirect": WRONG_REGION,
}

# By the number that MySQL and MariaDB give their errors.
MYSQL_AILMENTS: Mapping[str, Ailment] = {
    "1044": ("the user may not use this database", "GRANT ALL ON name.* TO the user."),
    "1045": ("the user or the password is wrong", "Correct DB_USER and DB_PASS (database.url)."),
    "1049": (
        "there is no such database",
        "CREATE DATABASE name CHARACTER SET utf8mb4; or correct DB_NAME (database.url).",
    ),
    "1698": ("the user may not come with a password", "Make a user of its own for ComicAI."),
    "2003": ("nobody answers there", "Start it, or correct DB_HOST (database.url)."),
}


def diagnose_s3(said: str) -> DiagnosedError:
    """Return what *said*, the text of an ImageStoreError, means."""
    for code, ailment in S3_AILMENTS.items():
        if code in said:
            return DiagnosedError(*ailment)
    return DiagnosedError(said, "Look at the images section of the configuration.")


def diagnose_mysql(said: str) -> DiagnosedError:
    """Return what *said*, the text of a StorageUnavailableError, means."""
    code = re.match(r"\((\d+),", said)
    ailment = MYSQL_AILMENTS.get(code[1]) if code else None
    return DiagnosedError(*(ailment or (said, "Is the server well? Look at its log.")))
