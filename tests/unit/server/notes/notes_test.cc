#include "server/notes/notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"

namespace voc::notes {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

NotePtr Mark(const std::string& id, int second, const std::string& title = "a release") {
  auto note = std::make_shared<storage::v1::Note>();
  note->mutable_mark()->set_mark_id(id);
  note->mutable_mark()->set_title(title);
  note->mutable_mark()->mutable_mark_time()->set_seconds(second);
  return note;
}

NotePtr Deleted(const std::string& id) {
  auto note = std::make_shared<storage::v1::Note>();
  note->mutable_deleted_mark()->set_mark_id(id);
  return note;
}

NotePtr Import(const std::string& id, int second, const std::string& format = "voc-csv") {
  auto note = std::make_shared<storage::v1::Note>();
  note->mutable_import()->set_import_id(id);
  note->mutable_import()->set_format(format);
  note->mutable_import()->mutable_begin_time()->set_seconds(second);
  return note;
}

NotePtr Source(const std::string& id, const std::vector<std::string>& keys,
               const std::vector<std::string>& origins = {}) {
  auto note = std::make_shared<storage::v1::Note>();
  v1::Source& source = *note->mutable_source();
  source.set_source_id(id);
  for (const std::string& key : keys) source.add_keys()->set_key(key);
  for (const std::string& origin : origins) source.add_allowed_origins(origin);
  return note;
}

std::vector<std::string> Ids(const Notes::Order& order) {
  std::vector<std::string> ids;
  for (const auto& [key, note] : order) ids.push_back(key.second);
  return ids;
}

TEST(NotesTest, MarksStandByTimeThenId) {
  Notes notes;
  notes.Apply(Mark("b", 20));
  notes.Apply(Mark("c", 10));
  notes.Apply(Mark("a", 20));
  EXPECT_THAT(Ids(notes.marks()), ElementsAre("c", "a", "b"));
  ASSERT_NE(notes.FindMark("b"), nullptr);
  EXPECT_EQ(notes.FindMark("d"), nullptr);
}

TEST(NotesTest, AMarkReplacesTheOneOfItsIdAlsoAtAnotherTime) {
  Notes notes;
  notes.Apply(Mark("a", 20));
  notes.Apply(Mark("b", 30));
  notes.Apply(Mark("a", 40, "later"));
  EXPECT_THAT(Ids(notes.marks()), ElementsAre("b", "a"));
  EXPECT_EQ(notes.FindMark("a")->title(), "later");
  const std::vector<Notes::Change> changes = notes.Apply(Deleted("a"));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].key, MarkKey("a"));
  EXPECT_EQ(changes[0].note, nullptr);
  EXPECT_THAT(Ids(notes.marks()), ElementsAre("b"));
  EXPECT_EQ(notes.FindMark("a"), nullptr);
}

TEST(NotesTest, TheOldestImportsAreForgotten) {
  Notes notes({.imports = 2});
  notes.Apply(Import("x", 30));
  notes.Apply(Import("y", 10));
  const std::vector<Notes::Change> changes = notes.Apply(Import("z", 20));
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].key, ImportKey("z"));
  EXPECT_EQ(changes[1].key, ImportKey("y"));
  EXPECT_EQ(changes[1].note, nullptr);
  EXPECT_THAT(Ids(notes.imports()), ElementsAre("z", "x"));
  EXPECT_EQ(notes.FindImport("y"), nullptr);
  // More of one that is known forgets none.
  EXPECT_EQ(notes.Apply(Import("x", 30, "qualtrics-csv")).size(), 1u);
  EXPECT_EQ(notes.FindImport("x")->import().format(), "qualtrics-csv");
}

TEST(NotesTest, LargeImportsAreForgottenSooner) {
  Notes notes({.imports = 100, .import_bytes = 3000});
  for (int i = 0; i < 5; ++i) {
    notes.Apply(Import(absl::StrCat("i", i), i, std::string(900, 'x')));
  }
  EXPECT_THAT(Ids(notes.imports()), ElementsAre("i2", "i3", "i4"));
  // What shrinks makes room again.
  notes.Apply(Import("i3", 3, ""));
  notes.Apply(Import("i5", 5, std::string(900, 'x')));
  EXPECT_THAT(Ids(notes.imports()), ElementsAre("i2", "i3", "i4", "i5"));
}

TEST(NotesTest, ASourceIsFoundByIdAndByEachOfItsKeys) {
  Notes notes;
  const std::vector<Notes::Change> changes = notes.Apply(Source("b", {"vks_1", "vks_2"}));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].key, SourceKey("b"));
  notes.Apply(Source("a", {"vks_3"}));
  EXPECT_EQ(notes.FindSourceByKey("vks_2"), notes.FindSource("b"));
  EXPECT_EQ(notes.FindSourceByKey("vks_3")->source().source_id(), "a");
  for (const char* key : {"", "vks_", "vks_12", "b"}) {
    EXPECT_EQ(notes.FindSourceByKey(key), nullptr) << key;
  }
  EXPECT_EQ(notes.FindSource("c"), nullptr);
  // What replaces it has other keys.
  notes.Apply(Source("b", {"vks_2", "vks_4"}));
  EXPECT_EQ(notes.FindSourceByKey("vks_1"), nullptr);
  EXPECT_EQ(notes.FindSourceByKey("vks_2"), notes.FindSource("b"));
  EXPECT_EQ(notes.FindSourceByKey("vks_4"), notes.FindSource("b"));
  EXPECT_EQ(notes.sources().size(), 2u);
  EXPECT_EQ(notes.source_bytes(),
            notes.FindSource("a")->ByteSizeLong() + notes.FindSource("b")->ByteSizeLong());
}

TEST(NotesTest, AnOriginIsAllowedWhileSomeSourceNamesIt) {
  Notes notes;
  EXPECT_FALSE(notes.AllowsOrigin("https://app.example.com"));
  notes.Apply(Source("a", {}, {"https://app.example.com"}));
  notes.Apply(Source("b", {}, {"https://app.example.com", "https://*.example.org:8443"}));
  EXPECT_TRUE(notes.AllowsOrigin("https://app.example.com"));
  EXPECT_TRUE(notes.AllowsOrigin("https://any.example.org:8443"));
  EXPECT_FALSE(notes.AllowsOrigin("https://example.org:8443"));
  EXPECT_FALSE(notes.AllowsOrigin("https://a.b.example.org:8443"));
  EXPECT_FALSE(notes.AllowsOrigin("https://any.example.org"));
  EXPECT_FALSE(notes.AllowsOrigin("http://app.example.com"));
  EXPECT_FALSE(notes.AllowsOrigin("null"));
  EXPECT_FALSE(notes.AllowsOrigin(""));
  EXPECT_TRUE(AllowsOrigin(notes.FindSource("b")->source(), "https://any.example.org:8443"));
  EXPECT_FALSE(AllowsOrigin(notes.FindSource("a")->source(), "https://any.example.org:8443"));
  notes.Apply(Source("b", {}));
  EXPECT_TRUE(notes.AllowsOrigin("https://app.example.com"));
  EXPECT_FALSE(notes.AllowsOrigin("https://any.example.org:8443"));
  notes.Apply(Source("a", {}));
  EXPECT_FALSE(notes.AllowsOrigin("https://app.example.com"));
}

TEST(NotesTest, SecretsAreNotShownAndPublicKeysAre) {
  v1::Source source;
  source.add_token_keys()->set_algorithm(v1::TOKEN_ALGORITHM_HS256);
  source.mutable_token_keys(0)->set_key("secret");
  source.add_token_keys()->set_algorithm(v1::TOKEN_ALGORITHM_ES256);
  source.mutable_token_keys(1)->set_key("public");
  const v1::Source shown = WithoutSecrets(source);
  EXPECT_EQ(shown.token_keys(0).key(), "");
  EXPECT_EQ(shown.token_keys(1).key(), "public");
}

TEST(NotesTest, TheChangesGiveTheSameWhenTheyAreLoaded) {
  Notes notes({.imports = 3});
  std::map<std::string, std::string> view;
  std::vector<NotePtr> log;
  for (int i = 0; i < 10; ++i) {
    log.push_back(Mark(absl::StrCat("m", i % 4), 100 - i));
    log.push_back(Import(absl::StrCat("i", i), 50 + i));
    log.push_back(Source(absl::StrCat("s", i % 3), {absl::StrCat("vks_", i)}));
    if (i % 3 == 0) log.push_back(Deleted(absl::StrCat("m", i % 4)));
  }
  for (const NotePtr& note : log) {
    for (const Notes::Change& change : notes.Apply(note)) {
      if (change.note == nullptr) {
        view.erase(change.key);
      } else {
        view[change.key] = change.note->SerializeAsString();
      }
    }
  }
  Notes loaded({.imports = 3});
  for (const auto& [key, value] : view) ASSERT_TRUE(loaded.Load(key, value).ok());
  EXPECT_EQ(Ids(loaded.marks()), Ids(notes.marks()));
  EXPECT_EQ(Ids(loaded.imports()), Ids(notes.imports()));
  EXPECT_EQ(loaded.imports().size(), 3u);
  EXPECT_EQ(loaded.sources().size(), 3u);
  EXPECT_EQ(loaded.source_bytes(), notes.source_bytes());
  EXPECT_EQ(loaded.FindSourceByKey("vks_9")->source().source_id(), "s0");
  EXPECT_EQ(loaded.FindSourceByKey("vks_6"), nullptr);
}

TEST(NotesTest, DamagedEntriesAreNotLoaded) {
  Notes notes;
  const std::string mark = Mark("a", 1)->SerializeAsString();
  EXPECT_EQ(notes.Load(MarkKey("b"), mark).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(notes.Load(ImportKey("a"), mark).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(notes.Load(SourceKey("b"), Source("a", {})->SerializeAsString()).code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(notes.Load(MarkKey("a"), "\xff\xff").code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(notes.Load(MarkKey("a"), Deleted("a")->SerializeAsString()).code(),
            absl::StatusCode::kDataLoss);
  EXPECT_THAT(notes.marks(), IsEmpty());
  EXPECT_TRUE(notes.Load(MarkKey("a"), mark).ok());
}

}  // namespace
}  // namespace voc::notes
