"""Keys in files: durable, readable by nobody else, whole or not there, and gone when they are dropped."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.campaign_keys import FileKeys
from bot.key_files import NAME, KeyFileRefused, installation_secret
from surveys.anonymity.keys import RATINGS, KeyLost, Pool, fingerprint, texts_of
from surveys.errors import Conflict, Unavailable

CODE = "k7m2"
POOL = Pool(CODE, RATINGS, "cell-of-the-registry-office")
OTHER = Pool(CODE, texts_of("why"), POOL.cell)


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    installation_secret(tmp_path)
    return FileKeys(tmp_path)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files of this process may not become larger: a disk that fills up in the middle of a key."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_key_is_made_once_and_read_again_by_the_next_life(keys: FileKeys, tmp_path: Path) -> None:
    made = keys.make_campaign(CODE)
    sealing = keys.make_block(POOL, 0)
    assert len(made) == len(sealing) == 32
    again = FileKeys(tmp_path)
    assert (again.campaign(CODE), again.block(POOL, 0), again.make_block(POOL, 0)) == (made, sealing, sealing)
    assert len({made, sealing, keys.make_block(POOL, 1), keys.make_block(OTHER, 0)}) == 4
    assert again.generations(POOL) == {0, 1}
    with pytest.raises(Conflict):
        again.make_campaign(CODE)
    assert len(fingerprint(made)) == 16


def test_what_was_never_made_is_lost_and_makes_no_folder(keys: FileKeys, tmp_path: Path) -> None:
    for ask in (lambda: keys.campaign(CODE), lambda: keys.block(POOL, 0)):
        with pytest.raises(KeyLost):
            ask()
    assert keys.generations(POOL) == frozenset()
    keys.drop_block(POOL, 0)
    keys.drop_campaign(CODE)
    assert files(tmp_path) == []


def test_nobody_else_reads_a_key_and_no_name_tells_a_department_or_a_question(keys: FileKeys, tmp_path: Path) -> None:
    keys.make_campaign(CODE)
    keys.make_block(OTHER, 3)
    for path in (tmp_path / "campaigns").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        assert not any(word in path.name for word in ("registry", "why", "text"))


def test_a_dropped_key_is_overwritten_and_gone(keys: FileKeys, tmp_path: Path) -> None:
    keys.make_campaign(CODE)
    key = keys.make_block(POOL, 0)
    (path,) = [each for each in files(tmp_path) if each.name != "campaign.key"]
    with path.open("rb") as held:  # the file itself, which has lost its name
        keys.drop_block(POOL, 0)
        assert held.read() != key
    assert keys.generations(POOL) == frozenset()
    keys.make_block(POOL, 1)
    keys.drop_campaign(CODE)
    assert files(tmp_path) == []
    assert keys.codes() == frozenset()


def test_only_the_keys_that_are_asked_for_are_kept(keys: FileKeys, tmp_path: Path) -> None:
    own, kept = keys.make_campaign(CODE), keys.make_block(POOL, 3)
    for pool, generation in ((POOL, 2), (POOL, 4), (OTHER, 0)):
        keys.make_block(pool, generation)
    (tmp_path / "campaigns" / CODE / "half.new").write_bytes(b"half")
    keys.keep_blocks(CODE, [(POOL, 3)])
    assert (keys.campaign(CODE), keys.block(POOL, 3), len(files(tmp_path))) == (own, kept, 2)


@pytest.mark.parametrize("room", [0, 16])
def test_a_disk_that_fills_up_in_the_middle_leaves_no_key_and_the_next_try_makes_one(
    keys: FileKeys, tmp_path: Path, room: int
) -> None:
    keys.make_campaign(CODE)
    with room_for(room), pytest.raises(Unavailable, match="full"):
        keys.make_block(POOL, 0)
    assert [path.name for path in files(tmp_path)] == ["campaign.key"]
    assert len(keys.make_block(POOL, 0)) == 32


def test_half_a_key_of_a_kill_is_no_key_and_is_written_anew(keys: FileKeys, tmp_path: Path) -> None:
    keys.make_campaign(CODE)
    keys.make_block(POOL, 0)
    (path,) = [each for each in files(tmp_path) if each.name != "campaign.key"]
    path.rename(path.with_suffix(".new"))
    path.with_suffix(".new").write_bytes(b"half")
    with pytest.raises(KeyLost):
        keys.block(POOL, 0)
    assert keys.make_block(POOL, 0) == keys.block(POOL, 0) != b"half"
    assert not path.with_suffix(".new").exists()


def test_where_the_whole_folder_is_away_nothing_is_lost_and_nothing_destroyed(keys: FileKeys, tmp_path: Path) -> None:
    """A disk that is not mounted: the installation's own secret is missing as well."""
    keys.make_campaign(CODE)
    away = tmp_path.with_name("elsewhere")
    tmp_path.rename(away)
    for ask in (
        lambda: keys.campaign(CODE),
        lambda: keys.make_block(POOL, 0),
        lambda: keys.drop_block(POOL, 0),
        lambda: keys.keep_blocks(CODE, []),
        lambda: keys.drop_campaign(CODE),
    ):
        with pytest.raises(Unavailable, match="keys"):
            ask()
    away.rename(tmp_path)
    assert len(keys.campaign(CODE)) == 32


def test_keys_that_others_can_read_are_refused_with_what_to_do(keys: FileKeys, tmp_path: Path) -> None:
    keys.check()
    keys.make_campaign(CODE)
    keys.check()
    for path, mode in ((tmp_path / "campaigns" / CODE, 0o750), (tmp_path / "campaigns" / CODE / "campaign.key", 0o640)):
        before = path.stat().st_mode
        path.chmod(mode)
        with pytest.raises(KeyFileRefused, match="chmod") as refused:
            keys.check()
        assert str(path) in refused.value.sentence
        os.chmod(path, before & 0o777)


def test_a_key_of_another_length_is_lost_and_never_used(keys: FileKeys, tmp_path: Path) -> None:
    keys.make_campaign(CODE)
    (path,) = files(tmp_path)
    path.write_bytes(b"short")
    with pytest.raises(KeyLost):
        keys.campaign(CODE)
