#include "server/ingest/content_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "server/ingest/normalize.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

std::string Hex(const ContentHash& hash) {
  return absl::BytesToHexString({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

// Changes one field that is no message to another value.
void Change(Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection->SetString(&message, field, reflection->GetString(message, field) + "x");
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      reflection->SetInt32(&message, field, reflection->GetInt32(message, field) + 1);
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection->SetInt64(&message, field, reflection->GetInt64(message, field) + 1);
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      reflection->SetUInt32(&message, field, reflection->GetUInt32(message, field) + 1);
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      reflection->SetUInt64(&message, field, reflection->GetUInt64(message, field) + 1);
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      reflection->SetDouble(&message, field, reflection->GetDouble(message, field) + 0.25);
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(&message, field, !reflection->GetBool(message, field));
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection->SetEnumValue(&message, field, reflection->GetEnumValue(message, field) + 1);
      return;
    default:
      FAIL() << "teach this test about " << field->full_name();
  }
}

// One copy of `feedback` for each content field there is, with that one
// changed. Found by reflection, so that a field added to the API is in the
// hash, or in the list of output-only ones, or the test fails.
std::vector<std::pair<std::string, v1::Feedback>> OneChangeEach(const v1::Feedback& feedback) {
  static const std::set<std::string> kOutputOnly = {
      "feedback_id", "sequence",       "revision",   "ingested_at", "sentiment", "themes",
      "exclusion",   "themes_version", "correction", "import_id",   "identity"};
  static const std::set<std::string> kComparedOnTheirOwn = {"collected_at", "language"};
  std::vector<std::pair<std::string, v1::Feedback>> changed;
  const auto* descriptor = v1::Feedback::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (kOutputOnly.count(field->name()) > 0) continue;
    if (kComparedOnTheirOwn.count(field->name()) > 0) continue;
    if (field->is_map()) {
      v1::Feedback more = feedback;
      (*more.mutable_properties())["another"] = "v";
      changed.emplace_back("properties", more);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      v1::Feedback other = feedback;
      Change(other, field);
      changed.emplace_back(field->name(), other);
    } else if (feedback.GetReflection()->HasField(feedback, field)) {
      for (int j = 0; j < field->message_type()->field_count(); ++j) {
        v1::Feedback other = feedback;
        Change(*other.GetReflection()->MutableMessage(&other, field),
               field->message_type()->field(j));
        changed.emplace_back(field->message_type()->field(j)->full_name(), other);
      }
    }
  }
  return changed;
}

TEST(HashContent, GoldenValuesPinTheDiskFormat) {
  v1::Feedback response;
  response.set_source_id("app");
  response.set_submission_id("r1");
  response.mutable_response()->set_metric(v1::METRIC_NPS);
  response.mutable_response()->set_score(0);
  response.mutable_response()->set_scale_points(11);
  response.mutable_response()->set_finished(true);
  (*response.mutable_properties())["b"] = "2";
  (*response.mutable_properties())["a"] = "1";
  EXPECT_EQ(Hex(HashContent(response)), "04760703bd44c704");

  v1::Feedback mention;
  mention.set_source_id("g2");
  mention.set_submission_id("m1");
  mention.mutable_mention()->set_body("Bra");
  mention.mutable_mention()->set_rating(1.5);
  mention.mutable_mention()->set_rating_max(5);
  EXPECT_EQ(Hex(HashContent(mention)), "d5e4aceb6b28830a");
}

TEST(HashContent, DiffersWhenAnyContentFieldDiffers) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 300; ++i) {
    v1::Feedback feedback = random.Next();
    Normalize(feedback);
    const ContentHash hash = HashContent(feedback);
    for (const auto& [field, changed] : OneChangeEach(feedback)) {
      ASSERT_NE(Hex(HashContent(changed)), Hex(hash)) << field << " of " << feedback.DebugString();
    }
  }
}

TEST(HashContent, PresenceIsContent) {
  v1::Feedback feedback;
  feedback.mutable_response();
  std::set<ContentHash> hashes = {HashContent(feedback)};
  feedback.mutable_response()->set_score(0);
  EXPECT_TRUE(hashes.insert(HashContent(feedback)).second);
  feedback.clear_kind();
  EXPECT_TRUE(hashes.insert(HashContent(feedback)).second);
  feedback.mutable_mention();
  EXPECT_TRUE(hashes.insert(HashContent(feedback)).second);
  feedback.mutable_mention()->set_rating(0);
  EXPECT_TRUE(hashes.insert(HashContent(feedback)).second);
}

TEST(HashContent, PropertiesDoNotRunTogether) {
  v1::Feedback one;
  (*one.mutable_properties())["a"] = "bc";
  v1::Feedback other;
  (*other.mutable_properties())["ab"] = "c";
  EXPECT_NE(Hex(HashContent(one)), Hex(HashContent(other)));
}

TEST(HashContent, IgnoresWhatIsComparedOnItsOwn) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  const ContentHash hash = HashContent(feedback);
  feedback.mutable_collected_at()->set_seconds(1);
  feedback.set_language("sv");
  EXPECT_EQ(Hex(HashContent(feedback)), Hex(hash));
}

TEST(HashContent, IgnoresOutputOnlyFields) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 300; ++i) {
    v1::Feedback feedback = random.Next();
    Normalize(feedback);
    const ContentHash hash = HashContent(feedback);
    random.FillOutputs(feedback);
    ASSERT_EQ(Hex(HashContent(feedback)), Hex(hash)) << feedback.DebugString();
  }
}

TEST(HashContent, IgnoresTheOrderOfTheMap) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  std::vector<std::string> keys(40);
  for (size_t i = 0; i < keys.size(); ++i) keys[i] = absl::StrCat("key", i);
  v1::Feedback first;
  for (const std::string& key : keys) (*first.mutable_properties())[key] = key;
  for (int i = 0; i < 50; ++i) {
    std::shuffle(keys.begin(), keys.end(), random.random());
    v1::Feedback feedback;
    for (const std::string& key : keys) (*feedback.mutable_properties())[key] = key;
    ASSERT_EQ(Hex(HashContent(feedback)), Hex(HashContent(first)));
  }
}

}  // namespace
}  // namespace voc::ingest
