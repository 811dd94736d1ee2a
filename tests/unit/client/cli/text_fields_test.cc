#include "client/cli/text_fields.h"

#include <string>

#include "gtest/gtest.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

TEST(TextFieldsTest, FindsBrokenTexts) {
  v1::Feedback feedback;
  feedback.set_source_id("web");
  feedback.mutable_response()->set_comment("fine, å");
  (*feedback.mutable_properties())["plan"] = std::string("pro");
  EXPECT_EQ(FindBrokenText(feedback), "");
  (*feedback.mutable_properties())["plan"] = std::string("\xFF");
  EXPECT_EQ(FindBrokenText(feedback), "properties[plan]");
  feedback.mutable_response()->set_comment("\xC3");
  EXPECT_EQ(FindBrokenText(feedback), "response.comment");
}

TEST(TextFieldsTest, LooksIntoLists) {
  v1::Filter filter;
  *filter.add_source_ids() = std::string("a");
  *filter.add_source_ids() = std::string("\xFF");
  EXPECT_EQ(FindBrokenText(filter), "source_ids[1]");
}

}  // namespace
}  // namespace voc::cli
