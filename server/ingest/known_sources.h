#ifndef VOC_SERVER_INGEST_KNOWN_SOURCES_H_
#define VOC_SERVER_INGEST_KNOWN_SOURCES_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/ingest/validate.h"
#include "server/notes/notes.h"

namespace voc::ingest {

// What a strict server asks of every feedback of one request: that its source is defined. One
// thread uses it.
class KnownSources {
 public:
  explicit KnownSources(std::shared_ptr<const notes::Notes> notes) : notes_(std::move(notes)) {}

  // Nothing where the source is defined; else what to say, with ids that look like it.
  std::optional<Violation> Check(std::string_view source_id);

 private:
  const std::shared_ptr<const notes::Notes> notes_;
  // What was said of ids that are not known.
  std::map<std::string, std::string, std::less<>> said_;
};

// In how many places two ids differ: characters that are other, left out, put in or exchanged with
// their neighbour, ASCII case aside; more than `max` is `max` + 1. Pure.
int EditDistance(std::string_view a, std::string_view b, int max);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_KNOWN_SOURCES_H_
