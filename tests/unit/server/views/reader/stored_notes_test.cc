#include "server/views/reader/stored_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

notes::NotePtr Mark(const std::string& id, int64_t second) {
  auto note = std::make_shared<storage::v1::Note>();
  note->mutable_mark()->set_mark_id(id);
  note->mutable_mark()->mutable_mark_time()->set_seconds(second);
  return note;
}

notes::NotePtr Import(const std::string& id, int64_t second, const std::string& name = "a.csv") {
  auto note = std::make_shared<storage::v1::Note>();
  note->mutable_import()->set_import_id(id);
  note->mutable_import()->mutable_begin_time()->set_seconds(second);
  note->mutable_import()->add_files()->set_name(name);
  return note;
}

std::vector<std::string> All(v1::ListMarksRequest request, const notes::Notes& notes) {
  std::vector<std::string> ids;
  do {
    const auto page = ListMarks(request, notes);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) break;
    for (const v1::Mark& mark : page->marks()) ids.push_back(mark.mark_id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return ids;
}

std::vector<std::string> All(v1::ListImportsRequest request, const notes::Notes& notes) {
  std::vector<std::string> ids;
  do {
    const auto page = ListImports(request, notes);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) break;
    for (const v1::Import& import : page->imports()) ids.push_back(import.import_id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return ids;
}

TEST(StoredNotesTest, PagesOfEverySizeHoldEveryMarkOnceInOrder) {
  notes::Notes notes;
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) {
    // Times before 1970 and the longest ids too.
    ids.push_back(absl::StrCat(std::string(250, 'x'), 10 + i));
    notes.Apply(Mark(ids.back(), -3 + i / 4));
  }
  for (const int size : {0, 1, 3, 4, 7, 19, 20, 1000}) {
    v1::ListMarksRequest request;
    request.set_page_size(size);
    EXPECT_EQ(All(request, notes), ids) << size;
  }
}

TEST(StoredNotesTest, TheIntervalIsHalfOpen) {
  notes::Notes notes;
  for (int i = 0; i < 5; ++i) notes.Apply(Mark(absl::StrCat(i), i));
  v1::ListMarksRequest request;
  request.set_page_size(1);
  request.mutable_interval()->mutable_start_time()->set_seconds(1);
  request.mutable_interval()->mutable_end_time()->set_seconds(4);
  EXPECT_THAT(All(request, notes), ElementsAre("1", "2", "3"));
  request.mutable_interval()->mutable_start_time()->set_seconds(4);
  EXPECT_EQ(ListMarks(request, notes).status().code(), absl::StatusCode::kInvalidArgument);
  request.mutable_interval()->mutable_end_time()->set_nanos(-1);
  EXPECT_EQ(ListMarks(request, notes).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(StoredNotesTest, ADeletionBetweenPagesLosesNoOther) {
  notes::Notes notes;
  for (int i = 0; i < 5; ++i) notes.Apply(Mark(absl::StrCat(i), 7));
  v1::ListMarksRequest request;
  request.set_page_size(2);
  const auto page = ListMarks(request, notes);
  ASSERT_TRUE(page.ok());
  auto deleted = std::make_shared<storage::v1::Note>();
  deleted->mutable_deleted_mark()->set_mark_id("1");  // the last one of the page
  notes.Apply(deleted);
  request.set_page_token(page->next_page_token());
  EXPECT_THAT(All(request, notes), ElementsAre("2", "3", "4"));
}

TEST(StoredNotesTest, ImportsAreListedNewestFirst) {
  notes::Notes notes;
  EXPECT_THAT(All(v1::ListImportsRequest(), notes), IsEmpty());
  for (int i = 0; i < 9; ++i) notes.Apply(Import(absl::StrCat("i", i), i / 3));
  for (const int size : {1, 2, 3, 5, 9}) {
    v1::ListImportsRequest request;
    request.set_page_size(size);
    EXPECT_THAT(All(request, notes),
                ElementsAre("i8", "i7", "i6", "i5", "i4", "i3", "i2", "i1", "i0"))
        << size;
  }
}

TEST(StoredNotesTest, APageOfLargeImportsEndsEarly) {
  notes::Notes notes;
  for (int i = 0; i < 4; ++i) {
    notes.Apply(Import(absl::StrCat("i", i), i, std::string(2'000'000, 'x')));
  }
  const auto page = ListImports({}, notes);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->imports_size(), 2);
  EXPECT_EQ(All(v1::ListImportsRequest(), notes).size(), 4u);
}

TEST(StoredNotesTest, ATokenIsGoodForItsListAndArguments) {
  notes::Notes notes;
  for (int i = 0; i < 3; ++i) {
    notes.Apply(Mark(absl::StrCat(i), i));
    notes.Apply(Import(absl::StrCat(i), i));
  }
  v1::ListMarksRequest marks;
  marks.set_page_size(1);
  const std::string token = ListMarks(marks, notes)->next_page_token();
  marks.set_page_token(token);
  EXPECT_TRUE(ListMarks(marks, notes).ok());
  marks.mutable_interval()->mutable_start_time()->set_seconds(0);
  EXPECT_EQ(ListMarks(marks, notes).status().code(), absl::StatusCode::kInvalidArgument);
  v1::ListImportsRequest imports;
  imports.set_page_token(token);
  EXPECT_EQ(ListImports(imports, notes).status().code(), absl::StatusCode::kInvalidArgument);
  imports.clear_page_token();
  imports.set_page_size(-1);
  EXPECT_EQ(ListImports(imports, notes).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace voc::views
