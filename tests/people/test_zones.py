"""Somebody says by which clock they live, and only one that there is."""

from surveys.conversation.zones import CITIES
from surveys.texts import LANGUAGES
from tests.people.hall import Hall
from tests.texts.catalogues import texts


async def test_a_citizen_of_kamchatka_is_known_as_one_from_a_button(hall: Hall) -> None:
    anna = await hall.came()
    await anna.says("/timezone")
    assert "Сейчас у вас 12:00?" in anna.seen
    assert anna.labels[0] == "✓ Как у администрации"
    assert len(anna.labels) == 12
    await anna.taps("Камчатка, МСК+9")
    assert "Сейчас у вас 21:00?" in anna.seen
    assert "✓ Камчатка, МСК+9" in anna.labels
    assert (await anna.row()).zone == "Asia/Kamchatka"
    await anna.says("/privacy")
    assert "Часовой пояс: Камчатка, МСК+9" in anna.seen
    await anna.says("/language")
    await anna.taps("Часовой пояс")
    await anna.taps("Как у администрации")
    assert (await anna.row()).zone == ""
    await anna.says("/privacy")
    assert "Часовой пояс: как у администрации" in anna.seen
    await anna.says("/timezone")

    await anna.taps("Омск")
    hall.town.emulator.people.block(anna.id)
    await hall.town.quiet()
    assert (await anna.row()).unreachable_since is not None
    hall.town.emulator.people.unblock(anna.id)
    await anna.starts()
    back = await anna.row()
    assert (back.unreachable_since, back.zone) == (None, "Asia/Omsk"), "who comes back lives where they lived"


def test_every_zone_of_russia_has_a_name_in_every_language() -> None:
    assert len(CITIES) == 11
    for language in LANGUAGES:
        assert [city for city in CITIES.values() if f"zones.{city}" not in texts(language)] == []
