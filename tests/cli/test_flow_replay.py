"""Transcripts of a flow are played again: what differs is shown, and may be written anew."""

import pytest

from tests.conversation.small import COLD

YES = """\
# Paul coughs
flow: cold
at: 2026-01-05 09:00
zone: Europe/Paris
lang: fr
given_name: Paul

2026-01-05 09:00 < Caisse d'essai : bonjour Paul, toussez-vous ? Répondez OUI ou NON. Réf. {code}
2026-01-05 09:10 > Oui !
2026-01-05 09:10 * learned: coughs = true
2026-01-05 09:10 < Caisse d'essai : reposez-vous. Réf. {code}
2026-01-05 09:10 * closed: done
"""
SILENT = """\
# Paul does not answer
flow: cold
at: 2026-01-05 09:00
zone: Europe/Paris
lang: en
given_name: Paul

2026-01-05 09:00 < Trial fund: hello Paul, do you cough? Reply YES or NO. Réf. {code}
2026-01-05 11:00 < Trial fund: Paul, please reply YES or NO. Réf. {code}
2026-01-05 15:00 * call: silent
2026-01-05 15:00 * closed: done
"""


class TestReplay:
    def test_transcripts_come_out_as_they_were(self, tocsin, cold):
        files = tocsin.file("yes.txt", YES), tocsin.file("silent.txt", SILENT)
        ran = tocsin("flow", "play", cold, "--replay", *files)
        assert (ran.status, ran.out) == (0, "2 transcripts, 0 not as they were\n")

    def test_what_differs_is_shown(self, tocsin):
        changed = tocsin.file("cold.yaml", COLD.replace("reposez-vous", "dormez"))
        ran = tocsin("flow", "play", changed, "--replay", tocsin.file("yes.txt", YES))
        assert ran.status == 1
        assert ran.out.splitlines() == [
            "--- yes.txt",
            "+++ as played",
            "@@ -8,5 +8,5 @@",
            f" {YES.splitlines()[7]}",
            " 2026-01-05 09:10 > Oui !",
            " 2026-01-05 09:10 * learned: coughs = true",
            "-2026-01-05 09:10 < Caisse d'essai : reposez-vous. Réf. {code}",
            "+2026-01-05 09:10 < Caisse d'essai : dormez. Réf. {code}",
            " 2026-01-05 09:10 * closed: done",
            "1 transcript, 1 not as they were",
        ]

    def test_what_was_written_by_hand_becomes_a_transcript(self, tocsin, cold):
        script = (
            "# Paul coughs\nflow: cold\nat: 2026-01-05 09:00\ngiven_name: Paul\n\n2026-01-05 09:10 > Oui !\n"
        )
        file = tocsin.file("yes.txt", script)
        ran = tocsin("flow", "play", cold, "--replay", file, "--write")
        assert (ran.status, ran.out) == (0, "1 transcript, 1 written anew\n")
        assert (tocsin.folder / file).read_text(encoding="utf-8") == YES

    def test_what_is_as_it_was_is_not_written(self, tocsin, cold):
        file = tocsin.file("yes.txt", YES.replace("\n", "\r\n"))
        assert (
            tocsin("flow", "play", cold, "--replay", file, "--write").out == "1 transcript, 0 written anew\n"
        )
        assert b"\r\n" in (tocsin.folder / file).read_bytes()

    def test_with_none_named_all_that_are_shipped(self, tocsin):
        ran = tocsin("flow", "play", "--replay")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith(", 0 not as they were\n")

    def test_each_is_of_the_flow_that_it_names(self, tocsin, cold):
        text = YES.replace("flow: cold", "flow: case")
        ran = tocsin("flow", "play", cold, "--replay", tocsin.file("yes.txt", text))
        assert ran.status == 65
        assert "yes.txt: The content cannot be read: is of the flow case, not cold" in ran.err
        assert tocsin("flow", "play", "--replay", tocsin.file("yes.txt", YES)).status == 65

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            ("what is this", "yes.txt, line 12: neither 'key: value' nor"),
            ("2026-01-05 09:20 ! exploded", "'exploded' is none of undelivered, corrected, ended"),
            ("2026-13-05 09:20 > oui", "month must be in 1..12"),
        ],
    )
    def test_a_bad_one_is_named_with_its_line(self, tocsin, cold, bad, said):
        text = YES.replace("2026-01-05 09:10 * closed: done", bad)
        ran = tocsin("flow", "play", cold, "--replay", tocsin.file("yes.txt", text))
        assert ran.status == 65
        assert said in ran.err

    def test_one_that_is_not_there(self, tocsin):
        assert tocsin("flow", "play", "--replay", "nowhere.txt").status == 66

    @pytest.mark.parametrize("option", [("--at", "2021-03-04 09:00"), ("--lang", "en"), ("--fact", "a=b")])
    def test_who_and_when_stand_in_the_transcript(self, tocsin, cold, option):
        ran = tocsin("flow", "play", cold, *option, "--replay", tocsin.file("yes.txt", YES))
        assert ran.status == 64
        assert "takes who and when from the transcripts" in ran.err

    def test_writing_goes_with_replaying(self, tocsin, cold):
        ran = tocsin("flow", "play", cold, "--write")
        assert ran.status == 64
        assert "--write goes with --replay" in ran.err
