"""Values out of SQLite's record format (sqlite.org/fileformat2.html, section 2.1)."""

import struct

Value = None | int | float | str | bytes

_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_REAL = 7
_FIRST_BLOB = 12


class Malformed(ValueError):
    """Bytes that are no record: cut off, or not what they were taken for."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """(value, where the next thing begins). Raises Malformed."""
    number = 0
    for step in range(8):
        if at + step >= len(data):
            raise Malformed("cut off")
        byte = data[at + step]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + step + 1
    if at + 8 >= len(data):
        raise Malformed("cut off")
    number = number << 8 | data[at + 8]
    return number - (1 << 64) if number >> 63 else number, at + 9


def written_varint(number: int) -> bytes:
    """Of a number from 0 to 2**56: how a rowid lies in a page."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def record(payload: bytes, encoding: str = "utf-8", *, partly: bool = False) -> tuple[Value, ...]:
    """The values of one row as stored; `partly`: of what is left of it. Raises Malformed."""
    length, at = varint(payload, 0)
    if not 0 < length <= len(payload):
        raise Malformed("header")
    serials = []
    while at < length:
        serial, at = varint(payload, at)
        serials.append(serial)
    at = length
    values = []
    for serial in serials:
        end = at + _size(serial)
        if end > len(payload):
            if not partly:
                raise Malformed("cut off")
            if serial >= _FIRST_BLOB:
                values.append(_value(serial, payload[at:], encoding))
            break
        values.append(_value(serial, payload[at:end], encoding))
        at = end
    return tuple(values)


def _size(serial: int) -> int:
    if serial < 0 or serial in (10, 11):
        raise Malformed("serial type")
    return _SIZES[serial] if serial < len(_SIZES) else (serial - _FIRST_BLOB) // 2


def _value(serial: int, raw: bytes, encoding: str) -> Value:
    if serial >= _FIRST_BLOB:
        return raw.decode(encoding, "replace") if serial % 2 else raw
    if serial == _REAL:
        return float(struct.unpack(">d", raw)[0])
    if serial in (8, 9):
        return serial - 8
    return int.from_bytes(raw, "big", signed=True) if serial else None
