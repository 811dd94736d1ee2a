#include "server/views/reader/stored_feedback.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/feedback_key.h"
#include "server/views/reader/page.h"
#include "tests/unit/server/views/reader/fake_views.h"

namespace voc::views {
namespace {

bool Never() { return false; }

class StoredFeedbackTest : public ::testing::Test {
 protected:
  subscribe::EventFeed feed_;
  FakeViews views_{&feed_};
  StoredFeedback stored_{&views_, &feed_.log};
};

TEST_F(StoredFeedbackTest, GetsAFeedbackAsItIsNow) {
  feed_.Commit(subscribe::Nps("1", 3));
  feed_.Commit(subscribe::Nps("1", 8));
  const std::string id = ingest::FeedbackIdOf(subscribe::Nps("1", 0)).ToHex();
  const absl::StatusOr<v1::Feedback> feedback = stored_.Get(id);
  ASSERT_TRUE(feedback.ok()) << feedback.status();
  EXPECT_EQ(feedback->response().score(), 8);
  EXPECT_EQ(stored_.Get("0123").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(stored_.Get(std::string(32, '0')).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(stored_.Get("").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(StoredFeedbackTest, LastPageHasNoToken) {
  for (int i = 0; i < 4; ++i) feed_.Commit(subscribe::Nps(absl::StrCat(i), 3));
  v1::ListFeedbackRequest request;
  request.set_page_size(2);
  absl::StatusOr<v1::ListFeedbackResponse> page = stored_.List(request, Never);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->feedback_size(), 2);
  ASSERT_FALSE(page->next_page_token().empty());
  request.set_page_token(page->next_page_token());
  page = stored_.List(request, Never);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->feedback_size(), 2);
  EXPECT_TRUE(page->next_page_token().empty());
}

TEST_F(StoredFeedbackTest, PagesOfLargeFeedbackEndEarly) {
  constexpr int kCount = 300;
  for (int i = 0; i < kCount; ++i) {
    v1::Feedback large = subscribe::Nps(absl::StrCat(i), 3);
    large.mutable_response()->set_comment(std::string(32'000, 'x'));
    feed_.Commit(large);
  }
  v1::ListFeedbackRequest request;
  request.set_page_size(1000);
  int listed = 0;
  int pages = 0;
  do {
    const absl::StatusOr<v1::ListFeedbackResponse> page = stored_.List(request, Never);
    ASSERT_TRUE(page.ok());
    EXPECT_LT(page->ByteSizeLong(), kMaxPageBytes + 64'000);
    ASSERT_GT(page->feedback_size(), 0);
    listed += page->feedback_size();
    ++pages;
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, kCount);
  EXPECT_GT(pages, 2);
}

TEST_F(StoredFeedbackTest, ListEndsWhenTheCallerIsGone) {
  feed_.Commit(subscribe::Nps("1", 3));
  EXPECT_EQ(stored_.List({}, [] { return true; }).status().code(), absl::StatusCode::kCancelled);
}

TEST_F(StoredFeedbackTest, BadFiltersAreRefused) {
  v1::ListFeedbackRequest list;
  list.mutable_filter()->add_metrics(v1::METRIC_UNSPECIFIED);
  EXPECT_EQ(stored_.List(list, Never).status().code(), absl::StatusCode::kInvalidArgument);
  v1::ExportFeedbackRequest exported;
  *exported.mutable_filter() = list.filter();
  EXPECT_EQ(stored_.Export(exported).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace voc::views
