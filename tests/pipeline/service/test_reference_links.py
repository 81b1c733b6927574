from __future__ import annotations

import pytest

from pipeline.models import CastMember
from pipeline.service.params import OrderRules, to_order
from pipeline.service.reference_links import is_own_signed_link

STORE = "https://comics.s3.eu-west-1.amazonaws.com"
SIGNATURE = "X-Amz-Signature=" + 64 * "a"
OWN = f"{STORE}/jobs/1/page.png?X-Amz-Expires=60&{SIGNATURE}"
MINIO = "https://minio.example:9000/s3/comics"


@pytest.mark.parametrize(
    ("url", "store"),
    [
        (OWN, STORE),
        (OWN.replace(".com/", ".com:443/"), STORE),
        (OWN.replace("https://comics", "https://COMICS"), STORE),
        (f"{MINIO}/jobs/1/page.png?{SIGNATURE}", MINIO),
    ],
)
def test_a_signed_link_to_the_own_store_is_accepted(url: str, store: str) -> None:
    assert is_own_signed_link(url, store)


@pytest.mark.parametrize(
    ("url", "store"),
    [
        (OWN, ""),
        (OWN.partition("?")[0], STORE),  # not signed
        (f"{STORE}/page.png?X-Amz-Signature=", STORE),
        (f"{STORE}/page.png?{SIGNATURE}&{SIGNATURE}", STORE),
        (OWN.replace("https:", "http:"), STORE),
        (OWN.replace("comics.", "others."), STORE),
        (OWN.replace(".com/", ".com.evil.example/"), STORE),
        (OWN.replace("https://", "https://comics.s3.eu-west-1.amazonaws.com@evil.example/"), STORE),
        (OWN.replace("https://", "https://me:word@"), STORE),
        (OWN.replace("https://", "https://evil.example\\@"), STORE),
        (OWN.replace(".com/", ".com:8443/"), STORE),
        (OWN + "#part", STORE),
        (f"{MINIO}/../secrets/page.png?{SIGNATURE}", MINIO),
        (f"{MINIO}/%2e%2e/secrets/page.png?{SIGNATURE}", MINIO),
        (f"{MINIO}/%252e%252e/secrets/page.png?{SIGNATURE}", MINIO),
        (f"{MINIO}-other/page.png?{SIGNATURE}", MINIO),
        (f"https://169.254.169.254/latest?{SIGNATURE}", STORE),
        (f"https://[broken/page.png?{SIGNATURE}", STORE),
        (OWN.replace(".com/", ".com:99999/"), STORE),
    ],
)
def test_every_other_link_is_not(url: str, store: str) -> None:
    assert not is_own_signed_link(url, store)


def test_a_reference_picture_from_elsewhere_is_left_out() -> None:
    params = {
        "prompt": "A cat",
        "characters": [
            {"name": "Mimi", "refImageUrl": OWN, "consistency": 0.9},
            {"name": "Rex", "refImageUrl": "https://evil.example/rex.png"},
        ],
    }

    order = to_order(params, OrderRules(store_url=STORE))

    assert order.characters == (
        CastMember("Mimi", reference_url=OWN, consistency=0.9),
        CastMember("Rex"),
    )
