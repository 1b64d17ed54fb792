"""What creators send is held against the bounds that the documents state, before anything is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalogs.support import run
from catalogs.test_studio import PROJECT, VERSION, Call, answering, asked
from modstead.catalogs.modrinth.studio_bodies import (
    DonationLink,
    MemberChanges,
    ProjectChanges,
    VersionChanges,
    VersionDependency,
)
from modstead.errors import FieldRefused


def edited(**fields: Any) -> Call:
    return lambda c, _: c.edit_project("lantern", ProjectChanges(**fields))


def released(**fields: Any) -> Call:
    return lambda c, _: c.edit_version("VVVVVVV1", VersionChanges(**fields))


@pytest.mark.parametrize(
    ("field", "call"),
    [
        ("slug", edited(slug="ab")),
        ("slug", edited(slug="with space")),
        ("slug", edited(slug="x" * 65)),
        ("title", edited(title="ab")),
        ("description", edited(description="x" * 257)),
        ("body", edited(body="x" * 65_537)),
        ("categories", edited(categories=("a", "b", "c", "d"))),
        ("additional_categories", edited(additional_categories=("a",) * 257)),
        ("status", edited(status="published")),
        ("issues_url", edited(issues_url="javascript:alert(1)")),
        ("source_url", edited(source_url=f"https://{'x' * 2_048}")),
        ("donation_urls.0.url", edited(donation_urls=(DonationLink(id="a", platform="a", url="x"),))),
        ("client_side", edited(client_side="sometimes")),
        ("license_id", edited(license_id="The Best Licence")),
        ("license_id", edited(license_id="")),
        ("version_number", released(version_number="")),
        ("version_number", released(version_number="1" * 33)),
        ("name", released(name="n" * 65)),
        ("changelog", released(changelog="x" * 65_537)),
        ("dependencies", released(dependencies=(VersionDependency(dependency_type="required"),) * 4_097)),
        ("dependencies.1.dependency_type", released(
            dependencies=(
                VersionDependency(dependency_type="optional"),
                VersionDependency(dependency_type="liked"),
            )
        )),
        ("version_type", released(version_type="nightly")),
        ("title", lambda c, _: c.edit_gallery("x", "u", title="x" * 256)),
        ("amount", lambda c, _: c.withdraw("ada", 0)),
        ("payouts_split", lambda c, _: c.edit_member("T", "bo", MemberChanges(payouts_split=5_001))),
        ("main", lambda c, at: c.create_version(VERSION, {"main": at / "a.PNG"})),
        ("more", lambda c, at: c.add_files("V", {"more": at / "l.zip"})),
        ("files", lambda c, _: c.create_version(VERSION, {})),
        ("image", lambda c, at: c.set_icon("x", at / "l.jar")),
    ],
)  # fmt: skip
def test_what_the_platform_would_refuse_is_named_and_not_sent(tmp_path: Path, field: str, call: Call) -> None:
    seen: list[httpx.Request] = []
    with pytest.raises(FieldRefused) as caught:
        run(asked(tmp_path, answering(seen), call))
    assert caught.value.field == field
    assert not seen


@pytest.mark.parametrize(
    ("size", "call"),
    [
        (256 << 10, lambda c, at: c.set_icon("x", at / "big.png")),
        (256 << 10, lambda c, at: c.create_project(PROJECT, at / "big.png")),
        (5 << 20, lambda c, at: c.add_to_gallery("x", at / "big.png")),
        (2 << 20, lambda c, at: c.set_avatar("x", at / "big.png")),
        (500 << 20, lambda c, at: c.create_version(VERSION, {"main": at / "big.jar"})),
        (500 << 20, lambda c, at: c.add_files("V", {"main": at / "big.jar"})),
    ],
)
def test_what_is_too_large_is_not_read(tmp_path: Path, size: int, call: Call) -> None:
    for name in ("big.png", "big.jar"):
        with (tmp_path / name).open("wb") as sparse:
            sparse.truncate(size + 1)
    seen: list[httpx.Request] = []
    with pytest.raises(FieldRefused, match="is larger than"):
        run(asked(tmp_path, answering(seen), call))
    assert not seen


@pytest.mark.parametrize(
    "license_id", ["MIT", "GPL-3.0-or-later WITH Classpath-exception-2.0", "LicenseRef-All-Rights-Reserved"]
)
def test_licences_are_spdx_expressions(tmp_path: Path, license_id: str) -> None:
    seen: list[httpx.Request] = []
    run(asked(tmp_path, answering(seen), edited(license_id=license_id)))
    assert json.loads(seen[0].content) == {"license_id": license_id}
