#include "server/ingest/feedback_key.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "server/ingest/hash_input.h"
#include "server/ingest/sha256.h"

namespace voc::ingest {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::string_view kDomain = "voc.feedback_id.1";
constexpr std::string_view kDisplayDomain = "voc.display_id.1";

// The values of lower-case hexadecimal digits by character; -1 for others.
constexpr std::array<int8_t, 256> kDigitValues = [] {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  for (size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<uint8_t>(kDigits[i])] = static_cast<int8_t>(i);
  }
  return values;
}();

int DigitValue(char c) { return kDigitValues[static_cast<uint8_t>(c)]; }

}  // namespace

std::string FeedbackId::ToHex() const {
  std::string hex(2 * bytes.size(), '0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    hex[2 * i] = kDigits[bytes[i] >> 4];
    hex[2 * i + 1] = kDigits[bytes[i] & 0xF];
  }
  return hex;
}

absl::StatusOr<FeedbackId> FeedbackId::FromHex(std::string_view hex) {
  FeedbackId id;
  bool good = hex.size() == 2 * id.bytes.size();
  for (size_t i = 0; good && i < id.bytes.size(); ++i) {
    const int high = DigitValue(hex[2 * i]);
    const int low = DigitValue(hex[2 * i + 1]);
    good = high >= 0 && low >= 0;
    id.bytes[i] = static_cast<uint8_t>(high * 16 + low);
  }
  if (!good) {
    return absl::InvalidArgumentError("a feedback id has 32 lower-case hexadecimal digits");
  }
  return id;
}

namespace {

FeedbackId HashKey(std::string_view domain, std::string_view tenant, std::string_view source_id,
                   std::string_view submission_id, std::string_view question_id) {
  HashInput key;
  key.Bytes(domain);
  key.Text(tenant);
  key.Text(source_id);
  key.Text(submission_id);
  key.Text(question_id);
  return {Sha256First16(key.bytes())};
}

}  // namespace

FeedbackId MakeFeedbackId(std::string_view tenant, std::string_view source_id,
                          std::string_view submission_id, std::string_view question_id) {
  return HashKey(kDomain, tenant, source_id, submission_id, question_id);
}

FeedbackId FeedbackIdOf(const v1::Feedback& feedback) {
  const bool display = feedback.kind_case() == v1::Feedback::KIND_NOT_SET;
  return HashKey(display ? kDisplayDomain : kDomain, kDefaultTenant, feedback.source_id(),
                 feedback.submission_id(), feedback.question_id());
}

}  // namespace voc::ingest
