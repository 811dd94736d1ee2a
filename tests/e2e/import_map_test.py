"""voc import --explain and --map: what is written reads the file in the same way."""

import pathlib
import unittest

from support import api, cli
from support.served import Served

fb = api.feedback

QUALTRICS = """ResponseId,EndDate,Status,Finished,RecipientEmail,Q1_NPS_GROUP,Q1,Q2,Segment
Response ID,End Date,Response Type,Finished,Email,Group,"How likely are you
to recommend us?",Why?,Segment
"{""ImportId"":""_recordId""}","{""ImportId"":""endDate"",""timeZone"":""America/Denver""}",\
"{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""recipientEmail""}",\
"{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}",\
"{""ImportId"":""Segment""}"
R_1,2025-07-01 12:00:00,IP Address,True,Eva@Skog.example,Promoter,9,"Snabb,
bra",SMB
R_2,2025-07-02 12:00:00,Survey Preview,True,,Promoter,10,,SMB
R_3,2025-07-03 12:00:00,0,False,bo@gmail.com,Detractor,3,,Enterprise
"""

UNKNOWN = """Ticket ID,Closed,How did we do?,Customer,Words
17,31/03/2025 14:05,Very good,eva@skog.example,Snabbt och bra
18,01/04/2025 09:30,Poor,bo@gmail.com,
19,02/04/2025 09:30,So so,,"Helt ok,
tack"
20,32/04/2025 09:30,Poor,,
"""


class ImportMap(Served):

    def setUp(self):
        self.source = self.id().rsplit(".", 1)[-1]

    def file(self, name, content) -> pathlib.Path:
        path = self.vocd.folder / f"{self.source}-{name}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def voc(self, *arguments, code=0):
        ran = cli.run("import", *arguments, "--source", self.source, server=self.vocd.address)
        self.assertEqual(ran.code, code, ran)
        return ran

    def stored(self):
        listed = api.list_all(self.client, fb.Filter(source_ids=[self.source]))
        return {f.submission_id: f for f in listed}

    def test_what_explain_writes_imports_the_same(self):
        export = self.file("q.csv", QUALTRICS)
        explained = self.voc(export, "--explain").out
        self.assertEqual(self.stored(), {}, "--explain sends nothing")
        self.assertIn("# Read as qualtrics-csv", explained)
        self.assertIn("#   Q2              comment", explained)
        self.assertIn("account_id <- RecipientEmail domain", explained)
        self.assertIn("line 7: Status is Survey Preview", explained)
        self.voc(export)
        stored = self.stored()
        self.assertEqual(set(stored), {"R_1", "R_3"})
        self.assertEqual(stored["R_1"].response.comment, "Snabb,\nbra")
        self.assertEqual(stored["R_1"].account_id, "skog.example")
        self.assertEqual(stored["R_1"].collected_at.seconds, 1751392800, "noon in Denver")
        self.assertEqual(dict(stored["R_3"].properties), {"Segment": "Enterprise"})
        again = self.voc(export, "--map", self.file("q.map", explained), "--output", "json").json()
        self.assertEqual((again["unchanged"], again["skipped"]), (2, 1))
        self.assertEqual((again["created"], again["updated"], again["rejected"]), (0, 0, 0))

    def test_an_edited_mapping_is_what_counts(self):
        export = self.file("q.csv", QUALTRICS)
        explained = self.voc(export, "--explain").out
        edited = explained.replace("account_id <- RecipientEmail domain",
                                   "account_id <- Segment lower\njourney_stage = renew")
        self.assertNotEqual(edited, explained)
        self.voc(export, "--map", self.file("q.map", edited))
        self.assertEqual(self.stored()["R_1"].account_id, "smb")
        self.assertEqual(self.stored()["R_1"].journey_stage, fb.JOURNEY_STAGE_RENEW)

    def test_an_unknown_file_is_refused_with_a_draft(self):
        export = self.file("u.csv", UNKNOWN)
        refused = self.voc(export, code=1)
        self.assertIn('no known format has these columns: "Ticket ID", "Closed"', refused.err)
        self.assertIn("--explain", refused.err)
        explained = self.voc(export, "--explain", code=1)
        self.assertIn("no known format", explained.err)
        draft = explained.out
        self.assertIn('\nsubmission_id <- "Ticket ID"\n', draft)
        self.assertIn('\naccount_id <- "Customer" domain\n', draft)
        self.assertIn('\ncomment <- "Words"\n', draft)
        self.assertIn('\ncollected_at <- "Closed" time day-first\n', draft)
        draft += ('zone Europe/Oslo\nmetric = csat\nscore <- "How did we do?" '
                  'values "Very good"=5 "So so"=3 Poor=1\n')
        said = self.voc(export, "--map", self.file("u.map", draft), "--output", "json", code=1).json()
        self.assertEqual((said["created"], said["rejected"]), (3, 1))
        self.assertEqual(said["rejections"][0]["line"], 6)
        self.assertEqual(said["rejections"][0]["field"], "collected_at")
        self.assertIn('column "Closed": "32/04/2025 09:30" is not a time',
                      said["rejections"][0]["reason"])
        stored = self.stored()
        self.assertEqual({key: f.response.score for key, f in stored.items()},
                         {"17": 5, "18": 1, "19": 3})
        self.assertEqual(stored["19"].response.comment, "Helt ok,\ntack")
        self.assertEqual(stored["17"].collected_at.seconds, 1743422700, "14:05 in Oslo")

    def test_a_bad_mapping_names_line_and_word(self):
        export = self.file("u.csv", UNKNOWN)
        bad = self.file("bad.map", "submission_id <- \"Ticket ID\"\n\nscroe <- Stars\n")
        ran = self.voc(export, "--map", bad, code=2)
        self.assertIn('line 3: "scroe" is no field', ran.err)
        ran = self.voc(export, "--map", self.file("none.map", ""), code=2)
        self.assertIn("it is empty", ran.err)
        ran = self.voc(export, "--map", self.vocd.folder / "nowhere.map", code=2)
        self.assertIn("nowhere.map", ran.err)
        missing = self.file("missing.map", "submission_id <- Key\nmetric = nps\nscore <- S\n")
        ran = self.voc(export, "--map", missing, code=1)
        self.assertIn('there is no column "Key"', ran.err)

    def test_a_format_by_name(self):
        export = self.file("u.csv", UNKNOWN)
        ran = self.voc(export, "--format", "chatwoot-csv", code=1)
        self.assertIn('there is no column "Rating" or "Betyg"', ran.err)
        ran = self.voc(export, "--format", "chatwoot", code=2)
        self.assertIn("chatwoot-csv", ran.err)

    def test_a_survey_whose_metric_cannot_be_told(self):
        export = self.file("q.csv", QUALTRICS.replace("Q1_NPS_GROUP", "Group")
                           .replace("recommend", "like"))
        ran = self.voc(export, code=1)
        self.assertIn('no column can be told to be the score of nps, csat or ces', ran.err)
        self.assertIn('"Q1"', ran.err)
        self.assertEqual(self.stored(), {})
        draft = self.voc(export, "--explain", code=1).out
        self.assertIn('# question "Q1"\n#   metric = csat\n#   score <- "Q1" number\n', draft)


if __name__ == "__main__":
    unittest.main()
