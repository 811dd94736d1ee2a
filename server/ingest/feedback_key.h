#ifndef VOC_SERVER_INGEST_FEEDBACK_KEY_H_
#define VOC_SERVER_INGEST_FEEDBACK_KEY_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// The tenant of every feedback until there are several.
inline constexpr std::string_view kDefaultTenant = "default";

// Identifies a feedback for ever: derived from its key alone, hence the same
// after a rebuild and on every node.
struct FeedbackId {
  std::array<uint8_t, 16> bytes{};

  // 32 lower-case hexadecimal digits, the public form.
  std::string ToHex() const;
  // INVALID_ARGUMENT for anything but 32 lower-case hexadecimal digits.
  static absl::StatusOr<FeedbackId> FromHex(std::string_view hex);

  friend auto operator<=>(const FeedbackId&, const FeedbackId&) = default;
};

// An id is a hash already: its first bytes will do.
struct FeedbackIdHash {
  size_t operator()(const FeedbackId& id) const {
    size_t hash;
    std::memcpy(&hash, id.bytes.data(), sizeof hash);
    return hash;
  }
};

// The id of a key: the first 16 bytes of SHA-256 over the text
// "voc.feedback_id.1" and tenant, source_id, submission_id and question_id,
// each with its length in bytes before it (uint32, little-endian). Part of the
// disk format. Thread-safe.
FeedbackId MakeFeedbackId(std::string_view tenant, std::string_view source_id,
                          std::string_view submission_id, std::string_view question_id);

// The id of a feedback of the default tenant. Of a display, which has no kind, over
// "voc.display_id.1" instead: it shares its key with the answer to it.
FeedbackId FeedbackIdOf(const v1::Feedback& feedback);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_FEEDBACK_KEY_H_
