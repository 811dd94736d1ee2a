#include "server/views/id_page.h"

#include "absl/status/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "server/views/seen_ids.h"

namespace voc::views {
namespace {

using google::protobuf::io::CodedInputStream;

// What of an id is the same in all of a page and said by its key: all of the first byte, which
// is left out, and of the second these bits.
constexpr size_t kLeftOutBytes = 1;
constexpr int kSharedShift = 16 - kPageBits;

uint16_t PageOfId(const ingest::FeedbackId& id) {
  return PageOf(static_cast<uint32_t>(MarkId(id) >> 32));
}

std::string_view RestOf(const ingest::FeedbackId& id) {
  return std::string_view(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size())
      .substr(kLeftOutBytes);
}

bool ShareAPage(std::string_view rest, std::string_view other) {
  return static_cast<uint8_t>(rest[0]) >> kSharedShift ==
         static_cast<uint8_t>(other[0]) >> kSharedShift;
}

absl::Status Damaged() { return absl::DataLossError("a page of the id index is damaged"); }

}  // namespace

PageKey IdPageKey(store::Sequence run, const ingest::FeedbackId& id) {
  return {.run = run, .page = PageOfId(id)};
}

void IdPages::Add(const ingest::FeedbackId& id, const KnownFeedback& known) {
  entry_.assign(RestOf(id));
  AppendKnown(known, entry_);
  pages_.Add(PageOfId(id), MarkId(id), entry_);
}

absl::StatusOr<std::optional<KnownFeedback>> FindInIdPage(std::string_view page,
                                                          const ingest::FeedbackId& id) {
  if (page.empty() || page.size() > INT32_MAX) return Damaged();
  const std::string_view wanted = RestOf(id);
  CodedInputStream in(reinterpret_cast<const uint8_t*>(page.data()), static_cast<int>(page.size()));
  std::string_view before;  // less than any
  while (!in.ExpectAtEnd()) {
    const std::string_view rest =
        page.substr(static_cast<size_t>(in.CurrentPosition()), wanted.size());
    if (rest.size() < wanted.size() || !(before < rest) || !ShareAPage(rest, wanted)) {
      return Damaged();
    }
    if (rest > wanted) break;
    KnownFeedback known;
    if (!in.Skip(static_cast<int>(rest.size())) || !ReadKnown(in, known)) return Damaged();
    if (rest == wanted) return known;
    before = rest;
  }
  return std::nullopt;
}

}  // namespace voc::views
