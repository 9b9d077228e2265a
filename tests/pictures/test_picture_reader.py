"""A picture is read in a process of its own: its words come out, and nothing that it holds can hurt."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.pictures.drawn import FRAUD, draw, draw_code, save
from tocsin.pictures import picture_reader
from tocsin.pictures.picture_reader import PictureUnread, read_picture


def problem_of(data: bytes) -> str:
    with pytest.raises(PictureUnread) as refused:
        read_picture(data)
    return refused.value.problem


@pytest.mark.parametrize(("form", "dark"), [("PNG", False), ("JPEG", True), ("WEBP", False)])
def test_words_are_read_on_light_and_on_dark_ground(form, dark):
    assert read_picture(draw(*FRAUD, form=form, dark=dark)).text.replace("\n", " ") == " ".join(FRAUD)


def test_a_picture_that_lies_on_its_side_is_turned_as_its_camera_says():
    upright = Image.open(io.BytesIO(draw(*FRAUD)))
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    data = turned.getexif()
    data[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=data, quality=92)

    assert "votre carte vitale expire" in read_picture(out.getvalue()).text


def test_a_qr_code_alone_is_the_link_in_it():
    assert (
        read_picture(draw_code("https://stationnement.example/payer")).text
        == "https://stationnement.example/payer"
    )


def test_a_picture_without_words_is_said_to_be_empty():
    assert problem_of(draw()) == "empty"


def png_of_size(width: int, height: int) -> bytes:
    """The head of a picture that says to be so large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
        + chunk(b"IEND", b"")
    )


def test_a_bomb_is_refused_by_what_its_head_says_before_it_is_opened():
    assert problem_of(png_of_size(60_000, 60_000)) == "large"


@pytest.mark.parametrize("data", [draw(*FRAUD)[:900], b"\x89PNG\r\n\x1a\n" + b"\0" * 500, b"GIF89a", b""])
def test_what_is_broken_is_said_to_be_broken(data):
    assert problem_of(data) == "broken"


def test_a_file_that_is_no_picture_is_not_opened_whatever_pillow_could_do_with_it():
    assert problem_of(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\nshowpage\n") == "broken"
    assert problem_of(save(Image.new("L", (50, 50)), "PPM")) == "broken"


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(picture_reader, "SECONDS", 0.01)

    assert problem_of(draw(*FRAUD)) == "slow"


def test_more_pictures_at_once_than_there_are_turns_are_told_to_come_again(monkeypatch):
    monkeypatch.setattr(picture_reader, "PATIENCE", 0.0)
    for _ in range(picture_reader.AT_ONCE):
        picture_reader._turns.acquire()
    try:
        assert problem_of(draw(*FRAUD)) == "busy"
    finally:
        for _ in range(picture_reader.AT_ONCE):
            picture_reader._turns.release()


def test_the_process_can_write_no_file_and_knows_nothing_of_ours(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TOCSIN_SECRET", "kept")
    script = (
        "import os, sys; from tocsin.pictures import recogniser; recogniser.set_limits()\n"
        "assert 'TOCSIN_SECRET' not in os.environ\n"
        f"file = open({str(tmp_path / 'x')!r}, 'wb', buffering=0)\nfile.write(b'x')"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script],
        env=picture_reader._ENVIRONMENT,
        capture_output=True,
        check=False,
    )

    assert ran.returncode
    assert b"File too large" in ran.stderr or ran.returncode < 0
    assert (tmp_path / "x").stat().st_size == 0


def test_without_the_part_that_reads_pictures_it_is_named(monkeypatch):
    said = b'{"kind":"problem","name":"not_installed","detail":"tesserocr"}'
    done = subprocess.CompletedProcess([], 0, said)
    monkeypatch.setattr(picture_reader.subprocess, "run", lambda *args, **options: done)

    assert problem_of(draw(*FRAUD)) == "not_installed"
