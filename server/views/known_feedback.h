#ifndef VOC_SERVER_VIEWS_KNOWN_FEEDBACK_H_
#define VOC_SERVER_VIEWS_KNOWN_FEEDBACK_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/io/coded_stream.h"
#include "server/ingest/content_hash.h"
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

// As the id index keeps it (storage/FORMAT.md). It says itself where it ends: Read leaves
// `in` behind it. False for bytes that Append did not make.
void AppendKnown(const KnownFeedback& known, std::string& out);
bool ReadKnown(google::protobuf::io::CodedInputStream& in, KnownFeedback& known);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_KNOWN_FEEDBACK_H_
