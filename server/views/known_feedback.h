#ifndef VOC_SERVER_VIEWS_KNOWN_FEEDBACK_H_
#define VOC_SERVER_VIEWS_KNOWN_FEEDBACK_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/ingest/content_hash.h"
#include "server/ingest/feedback_key.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"

namespace voc::views {

// What the id index knows of a feedback: enough to tell a repeat, an older
// version and an update apart without reading the log.
struct KnownFeedback {
  store::Sequence sequence = 0;        // of its newest revision
  store::Sequence event_sequence = 0;  // of its newest event
  ingest::ContentHash content_hash{};
  uint32_t language = 0;  // MarkLanguage of it, given or detected
  base::TimeNs collected_at = 0;
  uint32_t client_revision = 0;  // 0: the client keeps none
  uint32_t revision = 0;
  bool claimed = false;  // collected_at came from the client, now or once
  bool language_given = false;
  bool excluded = false;
  bool excluded_by_import = false;  // by kind IMPORT: the next submission lifts it
  bool unverified = false;          // nothing vouches for who it is of

  friend bool operator==(const KnownFeedback&, const KnownFeedback&) = default;
};

// Stands for a language tag where only equality matters: 32-bit FNV-1a of its bytes.
uint32_t MarkLanguage(std::string_view tag);

// The key of the id index: of an id, in the run of this name.
std::string KnownKey(store::Sequence run, const ingest::FeedbackId& id);

// The value of the id index (storage/FORMAT.md). Decode gives DATA_LOSS for
// bytes that Encode did not make.
std::string EncodeKnown(const KnownFeedback& known);
void AppendKnown(const KnownFeedback& known, std::string& out);
absl::StatusOr<KnownFeedback> DecodeKnown(std::string_view bytes);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_KNOWN_FEEDBACK_H_
