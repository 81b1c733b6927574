"""Diagnoses of errors of S3 and MySQL: the problem in words, and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from core.errors import ComicAIError

Diagnosis: TypeAlias = tuple[str, str]  # problem and fix


class DiagnosedError(ComicAIError):
    """A dependency is broken: *problem* says how, *fix* what the operator can do."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


WRONG_REGION = ("the bucket is in another region", "Correct images.region.")

# By the error code in S3's response, or the class of boto's error if there was no response.
S3_DIAGNOSES: Mapping[str, Diagnosis] = {
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
        "Create it, or correct AWS_BUCKET_NAME (images.bucket).",
    ),
    "NoCredentialsError": (
        "no access key is set",
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role.",
    ),
    "EndpointConnectionError": (
        "the connection was refused",
        "Correct images.endpoint_url or images.region, or fix the network.",
    ),
    "ConnectTimeoutError": (
        "the connection timed out",
        "Correct images.endpoint_url, or fix the network or the firewall.",
    ),
    "AuthorizationHeaderMalformed": WRONG_REGION,
    "IllegalLocationConstraintException": WRONG_REGION,
    "PermanentRedirect": WRONG_REGION,
}

# By the error number of MySQL and MariaDB.
MYSQL_DIAGNOSES: Mapping[str, Diagnosis] = {
    "1044": ("the user has no access to this database", "GRANT ALL ON name.* TO the user."),
    "1045": ("the user or the password is wrong", "Correct DB_USER and DB_PASS (database.url)."),
    "1049": (
        "there is no such database",
        "CREATE DATABASE name CHARACTER SET utf8mb4; or correct DB_NAME (database.url).",
    ),
    "1698": ("the user cannot log in with a password", "Create a separate user for ComicAI."),
    "2003": ("the server does not answer", "Start it, or correct DB_HOST (database.url)."),
}


def diagnose_s3(text: str) -> DiagnosedError:
    """Return the diagnosis for the text of an ImageStoreError."""
    for code, diagnosis in S3_DIAGNOSES.items():
        if code in text:
            return DiagnosedError(*diagnosis)
    return DiagnosedError(text, "Check the images section of the configuration.")


def diagnose_mysql(text: str) -> DiagnosedError:
    """Return the diagnosis for the text of a StorageUnavailableError."""
    code = re.match(r"\((\d+),", text)
    diagnosis = MYSQL_DIAGNOSES.get(code[1]) if code else None
    return DiagnosedError(*(diagnosis or (text, "Check the log of the database server.")))
