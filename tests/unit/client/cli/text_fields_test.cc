#include "client/cli/text_fields.h"

#include <string>

#include "gtest/gtest.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/source.pb.h"

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

TEST(TextFieldsTest, LooksIntoMessagesInMapsAndLists) {
  v1::Source source;
  (*source.mutable_texts())["sv"].set_question("Hur gick det?");
  source.add_token_keys()->set_key_id("a");
  source.add_token_keys()->set_key_id("b");
  EXPECT_EQ(FindBrokenText(source), "");
  source.mutable_token_keys(1)->set_key_id("\xFF");
  EXPECT_EQ(FindBrokenText(source), "token_keys[1].key_id");
  (*source.mutable_texts())["sv"].set_thank_you("\xFF");
  EXPECT_EQ(FindBrokenText(source), "texts[sv].thank_you");
}

}  // namespace
}  // namespace voc::cli
