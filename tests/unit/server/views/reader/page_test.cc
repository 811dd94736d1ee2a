#include "server/views/reader/page.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "voc/v1/feedback.pb.h"

namespace voc::views {
namespace {

constexpr base::TokenKind kKind = base::TokenKind::kFeedbackPage;

TEST(PageTest, PageSizeHasADefaultAndAMaximum) {
  EXPECT_EQ(*PageSize(0), 50);
  EXPECT_EQ(*PageSize(1), 1);
  EXPECT_EQ(*PageSize(1000), 1000);
  EXPECT_EQ(*PageSize(1001), 1000);
  EXPECT_EQ(*PageSize(std::numeric_limits<int32_t>::max()), 1000);
  EXPECT_EQ(PageSize(-1).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PageTest, TokenLeadsBackToItsPosition) {
  const PageArguments arguments = HashArguments(v1::ListFeedbackRequest());
  for (const PagePosition position :
       {PagePosition{}, PagePosition{.first = 1, .second = UINT64_MAX},
        PagePosition{.first = static_cast<uint64_t>(-5), .second = 7}}) {
    const auto decoded =
        DecodePageToken(kKind, arguments, EncodePageToken(kKind, arguments, position));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, position);
  }
}

TEST(PageTest, ATimedTokenLeadsBackToItsPosition) {
  const PageArguments arguments = HashArguments(v1::ListFeedbackRequest());
  for (const TimedPosition& position :
       {TimedPosition{}, TimedPosition{.time_ns = -1, .id = "a"},
        TimedPosition{.time_ns = std::numeric_limits<int64_t>::min(),
        .id = std::string(255, '\0')}}) {
    const std::string token = EncodeTimedPageToken(kKind, arguments, position);
    const auto decoded = DecodeTimedPageToken(kKind, arguments, token);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, position);
    EXPECT_FALSE(DecodeTimedPageToken(base::TokenKind::kMarkPage, arguments, token).ok());
    EXPECT_FALSE(DecodeTimedPageToken(kKind, arguments, token.substr(1)).ok());
  }
  EXPECT_FALSE(DecodeTimedPageToken(kKind, arguments, "")->has_value());
}

TEST(PageTest, NoTokenIsTheFirstPage) {
  const auto decoded = DecodePageToken(kKind, HashArguments(v1::ListFeedbackRequest()), "");
  ASSERT_TRUE(decoded.ok());
  EXPECT_FALSE(decoded->has_value());
}

TEST(PageTest, TokenOfOtherArgumentsOrAnotherListIsRefused) {
  v1::ListFeedbackRequest request;
  const std::string token = EncodePageToken(kKind, HashArguments(request), {.first = 1});
  request.mutable_filter()->add_source_ids("app");
  EXPECT_EQ(DecodePageToken(kKind, HashArguments(request), token).status().code(),
            absl::StatusCode::kInvalidArgument);
  request.Clear();
  EXPECT_TRUE(DecodePageToken(kKind, HashArguments(request), token).ok());
  EXPECT_FALSE(DecodePageToken(base::TokenKind::kAlertPage, HashArguments(request), token).ok());
  EXPECT_FALSE(DecodePageToken(kKind, HashArguments(request), token.substr(1)).ok());
}

TEST(PageTest, ArgumentsDoNotDependOnTheOrderOfAMap) {
  v1::Filter forward;
  v1::Filter backward;
  for (int i = 0; i < 50; ++i) {
    (*forward.mutable_properties())[std::to_string(i)] = "x";
    (*backward.mutable_properties())[std::to_string(49 - i)] = "x";
  }
  EXPECT_EQ(HashArguments(forward), HashArguments(backward));
  (*backward.mutable_properties())["7"] = "y";
  EXPECT_NE(HashArguments(forward), HashArguments(backward));
}

}  // namespace
}  // namespace voc::views
