"""voc import: what it reads, what it says, how it names what it could not read."""

import gzip
import json
import pathlib
import unittest

from support import api, cli
from support.served import Served

fb = api.feedback
HEADER = "source_id,submission_id,metric,score,comment,collected_at\n"


class CliImport(Served):

    def setUp(self):
        self.source = self.id().rsplit(".", 1)[-1]

    def row(self, key, score=9, comment="", at="2025-05-01T10:00:00Z"):
        return f"{self.source},{key},nps,{score},{comment},{at}\n"

    def file(self, name, content) -> pathlib.Path:
        path = self.vocd.folder / f"{self.source}-{name}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run_import(self, *arguments, code=0, **options):
        ran = cli.run("import", *arguments, "--output", "json", server=self.vocd.address,
                      **options)
        self.assertEqual(ran.code, code, ran)
        return ran.json()

    def counts(self, said):
        return {name: int(said[name]) for name in
                ("created", "updated", "unchanged", "superseded", "skipped", "rejected")
                if int(said.get(name, 0))}

    def stored(self):
        listed = api.list_all(self.client, fb.Filter(source_ids=[self.source]))
        return {f.submission_id: f for f in listed}

    def test_counts_of_every_outcome(self):
        first = self.file("a.csv", HEADER + self.row("a") + self.row("b"))
        said = self.run_import(first)
        self.assertEqual(self.counts(said), {"created": 2})
        self.assertTrue(said["importId"])
        second = self.file("b.csv", HEADER + self.row("a") + self.row("b", 3)
                           + self.row("a", 1, at="2025-04-01T10:00:00Z") + self.row("c")
                           + self.row("d", 12))
        said = self.run_import(second, code=1)
        self.assertEqual(self.counts(said), {"created": 1, "updated": 1, "unchanged": 1,
                                             "superseded": 1, "rejected": 1})
        rejection, = said["rejections"]
        self.assertEqual((rejection["file"], int(rejection["line"])), (str(second), 6))
        self.assertTrue(rejection["field"].endswith("score"))
        self.assertTrue(rejection["reason"])

    def test_several_files(self):
        files = [self.file(f"{n}.csv", HEADER + self.row(n) + self.row(f"bad{n}", 11))
                 for n in "abc"]
        said = self.run_import(*files, code=1)
        self.assertEqual(self.counts(said), {"created": 3, "rejected": 3})
        self.assertEqual([(r["file"], int(r["line"])) for r in said["rejections"]],
                         [(str(f), 3) for f in files])

    def test_gzip_and_standard_input(self):
        content = (HEADER + self.row("a") + self.row("b", 11)).encode()
        self.run_import(self.file("a.csv.gz", gzip.compress(content)), code=1)
        self.assertEqual(set(self.stored()), {"a"})
        said = self.run_import("-", stdin=content, code=1)
        self.assertEqual(self.counts(said), {"unchanged": 1, "rejected": 1})
        said = self.run_import("-", stdin=gzip.compress(content), code=1)
        self.assertEqual(self.counts(said), {"unchanged": 1, "rejected": 1})
        self.assertEqual(int(said["rejections"][0]["line"]), 3, "the line after decompression")

    def test_a_cut_gzip_is_noticed(self):
        content = gzip.compress((HEADER + "".join(self.row(f"k{i}") for i in range(5000))).encode())
        ran = cli.run("import", self.file("cut.csv.gz", content[:-200]), "--output", "json",
                      server=self.vocd.address)
        self.assertEqual(ran.code, 1, ran)

    def test_bom_crlf_blank_lines_and_quotes(self):
        content = "\ufeff" + (HEADER + "\n" + self.row("a", 9, '"two\nlines, ""quoted"""')
                              + "\n\n" + self.row("b", 11)).replace("\n", "\r\n")
        said = self.run_import(self.file("a.csv", content), code=1)
        self.assertEqual(self.counts(said), {"created": 1, "rejected": 1})
        # 1 header, 2 blank, 3 and 4 the first record, 5 and 6 blank
        self.assertEqual(int(said["rejections"][0]["line"]), 7)
        self.assertEqual(self.stored()["a"].response.comment, 'two\r\nlines, "quoted"')

    def test_columns_are_matched_by_name(self):
        content = ("collected_at,property.plan,score,submission_id,metric,source_id,scale_points\n"
                   f"2025-05-01T10:00:00Z,team,7,a,csat,{self.source},7\n")
        self.run_import(self.file("a.csv", content))
        stored = self.stored()["a"]
        self.assertEqual((stored.response.scale_points, dict(stored.properties)),
                         (7, {"plan": "team"}))

    def test_an_unknown_column_rejects_the_header(self):
        content = "source_id,submission_id,metric,score,mood\n" + f"{self.source},a,nps,9,fine\n"
        said = self.run_import(self.file("a.csv", content), code=1)
        self.assertEqual(self.stored(), {})
        self.assertEqual(int(said["rejections"][0]["line"]), 1)
        self.assertIn("mood", json.dumps(said["rejections"][0]))

    def test_mentions(self):
        content = ("source_id,submission_id,mention_type,platform,title,body,url,author,rating,"
                   f"rating_max,language\n{self.source},a,review,g2,T,B,https://x.example/,me,"
                   f"3.5,5,en\n{self.source},b,social,linkedin,,Hello,,,,,en\n")
        self.run_import(self.file("a.csv", content))
        stored = self.stored()
        mention = stored["a"].mention
        self.assertEqual((mention.mention_type, mention.platform, mention.title, mention.body,
                          mention.rating, mention.author),
                         (fb.MENTION_TYPE_REVIEW, "g2", "T", "B", 3.5, "me"))
        self.assertFalse(stored["b"].mention.HasField("rating"))

    def test_jsonl(self):
        made = api.response(self.source, "a", "ces", 6, comment="\u00e5 \U0001f600\nline",
                            language="sv", collected_at=1_746_093_600.25,
                            properties={"plan": "team"}, journey_stage=fb.JOURNEY_STAGE_LAND)
        line = api.json_format.MessageToJson(made, indent=None)
        snake = api.json_format.MessageToJson(
            api.mention(self.source, "b", rating=2.5), indent=None,
            preserving_proto_field_name=True)
        content = f'{line}\n\n{snake}\n{{"sourceId": "x"\n{{"unknownField": 1}}\n'
        said = self.run_import(self.file("a.jsonl", content), code=1)
        self.assertEqual(self.counts(said), {"created": 2, "rejected": 2})
        self.assertEqual([int(r["line"]) for r in said["rejections"]], [4, 5])
        stored = self.stored()["a"]
        self.assertEqual(stored.response.comment, made.response.comment)
        self.assertEqual(stored.collected_at, made.collected_at)
        said = self.run_import("-", "--format", "voc-jsonl", stdin=f"{line}\n".encode())
        self.assertEqual(self.counts(said), {"unchanged": 1})

    def test_export_of_jsonl_lines_imports(self):
        self.run_import(self.file("a.csv", HEADER + self.row("a") + self.row("b")))
        lines = [api.json_format.MessageToJson(f, indent=None) for f in self.stored().values()]
        said = self.run_import(self.file("b.jsonl", "\n".join(lines)))
        self.assertEqual(self.counts(said), {"unchanged": 2})

    def test_times_without_a_zone(self):
        content = HEADER + self.row("a", at="2025-05-01T10:00:00")
        path = self.file("a.csv", content)
        ran = cli.run("import", path, server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        self.assertIn("UTC", ran.err, "a warning")
        self.assertEqual(self.stored()["a"].collected_at.ToJsonString(), "2025-05-01T10:00:00Z")
        content = HEADER + self.row("b", at="2025-05-01T10:00:00") + self.row(
            "c", at="2025-05-01T10:00:00+05:45")
        self.run_import(self.file("b.csv", content), "--tz", "Europe/Stockholm")
        stored = self.stored()
        self.assertEqual(stored["b"].collected_at.ToJsonString(), "2025-05-01T08:00:00Z")
        self.assertEqual(stored["c"].collected_at.ToJsonString(), "2025-05-01T04:15:00Z")

    def test_source_for_rows_without_one(self):
        content = "submission_id,metric,score\na,nps,9\n"
        self.run_import(self.file("a.csv", content), "--source", self.source)
        self.assertEqual(set(self.stored()), {"a"})

    def test_dry_run_stores_nothing(self):
        good = self.file("a.csv", HEADER + self.row("a"))
        self.run_import(good, "--dry-run")
        bad = self.file("b.csv", HEADER + self.row("a") + self.row("b", 11))
        said = self.run_import(bad, "--dry-run", code=1)
        self.assertEqual(int(said["rejections"][0]["line"]), 3)
        self.assertEqual(self.stored(), {})

    def test_a_missing_file_is_an_error(self):
        ran = cli.run("import", self.vocd.folder / "none.csv", server=self.vocd.address)
        self.assertIn(ran.code, (1, 2), ran)
        self.assertEqual(ran.err.count("none.csv"), 1, "named once")
        self.assertIn("nothing imported", ran.out)

    def test_a_file_without_records_is_noted(self):
        for content in ("", HEADER, "\ufeff"):
            ran = cli.run("import", self.file("a.csv", content), server=self.vocd.address)
            self.assertEqual(ran.code, 0, ran)
            self.assertIn("no records in it", ran.err)
        ran = cli.run("import", self.file("b.csv", HEADER + self.row("a")),
                      server=self.vocd.address)
        self.assertNotIn("no records", ran.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
