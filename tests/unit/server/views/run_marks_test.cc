#include "server/views/run_marks.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace voc::views {
namespace {

TEST(RunMarksTest, KeysOfARunLieTogether) {
  EXPECT_LT(IdMarksKey(255), AnswerMarksKey(255));
  EXPECT_LT(AnswerMarksKey(255), IdMarksKey(256));
}

TEST(RunMarksTest, IdsComeBack) {
  const std::vector<uint64_t> marks = {0, 0, 5, uint64_t{1} << 40, UINT64_MAX};
  std::vector<uint64_t> decoded;
  ASSERT_TRUE(DecodeIdMarks(EncodeIdMarks(marks), decoded).ok());
  EXPECT_EQ(decoded, marks);
  decoded.clear();
  ASSERT_TRUE(DecodeIdMarks(EncodeIdMarks({}), decoded).ok());
  EXPECT_TRUE(decoded.empty());
}

TEST(RunMarksTest, AnswersComeBack) {
  const std::vector<RunKey> keys = {{.mark = 0, .note = 1},
                                    {.mark = 9, .note = 65'535},
                                    {.mark = 9, .note = 0},
                                    {.mark = UINT32_MAX, .note = 20'000}};
  std::vector<RunKey> decoded;
  ASSERT_TRUE(DecodeAnswerMarks(EncodeAnswerMarks(keys), decoded).ok());
  ASSERT_EQ(decoded.size(), keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(decoded[i].mark, keys[i].mark);
    EXPECT_EQ(decoded[i].note, keys[i].note);
  }
}

TEST(RunMarksTest, OtherBytesAreDamage) {
  std::vector<uint64_t> marks;
  EXPECT_TRUE(absl::IsDataLoss(DecodeIdMarks("\x80", marks)));
  const std::string beyond = EncodeIdMarks(std::vector<uint64_t>{UINT64_MAX}) + '\x01';
  EXPECT_TRUE(absl::IsDataLoss(DecodeIdMarks(beyond, marks)));
  std::vector<RunKey> keys;
  std::string cut = EncodeAnswerMarks(std::vector<RunKey>{{.mark = 1, .note = 2}});
  cut.pop_back();
  EXPECT_TRUE(absl::IsDataLoss(DecodeAnswerMarks(cut, keys)));
  // More than a mark has bits.
  EXPECT_TRUE(absl::IsDataLoss(
      DecodeAnswerMarks(std::string_view("\x80\x80\x80\x80\x10\x00\x01", 7), keys)));
  const std::vector<RunKey> last = {{.mark = UINT32_MAX}};
  EXPECT_TRUE(absl::IsDataLoss(
      DecodeAnswerMarks(EncodeAnswerMarks(last) + std::string("\x01\x00\x00", 3), keys)));
}

}  // namespace
}  // namespace voc::views
