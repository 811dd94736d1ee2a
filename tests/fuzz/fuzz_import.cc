// Any bytes as a file to import, and as a mapping: every record ends as feedback, left
// out or rejected, and what --explain writes can be read.
//
// The first byte says what the rest is: a file whose format is to be told, one that is
// read as a certain format, or a mapping, then a line of dashes, then a file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/cli/byte_source.h"
#include "client/cli/explain.h"
#include "client/cli/import_format.h"
#include "client/cli/record_reader.h"
#include "client/cli/text_fields.h"
#include "client/formats/catalog.h"
#include "client/formats/mapping.h"
#include "tests/fuzz/check.h"

namespace voc::cli {
namespace {

using fuzz::Check;

void ReadAll(std::string_view text, const ImportFormat& format) {
  const auto source = OpenBytes(text);
  const auto records = OpenRecords(*source, format, {.source_id = "s"});
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    if (!event.ok() || *event == RecordReader::Event::kEnd) return;
    Check(records->line() > 0, "a record stands on a line");
    if (*event == RecordReader::Event::kRejected) {
      Check(!records->violations().empty(), "a rejection has a reason");
    } else if (*event == RecordReader::Event::kFeedback) {
      // What stands in a line of voc-jsonl is checked by who sends it.
      Check(records->mapper() == nullptr || FindBrokenText(feedback).empty(),
            "mapped texts are UTF-8");
    } else {
      Check(!records->left_out().reason().empty(), "what is left out has a reason");
    }
  }
}

void ExplainIt(std::string_view text, const ImportFormat& format) {
  const auto source = OpenBytes(text);
  const Explanation explanation = Explain("f", *source, format, {});
  if (explanation.text.empty()) return;
  Check(formats::ParseMapping(explanation.text).ok(), "what is explained is a mapping");
}

void ReadAs(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto how = static_cast<unsigned char>(bytes[0]);
  bytes.remove_prefix(1);
  ImportFormat format;
  if (how >= 0xC0) {
    constexpr std::string_view kLine = "\n---\n";
    const size_t end = bytes.find(kLine);
    format.map = bytes.substr(0, end);
    if (!CheckFormat(format).ok() || end == std::string_view::npos) return;
    bytes.remove_prefix(end + kLine.size());
  } else if (how >= 0x40) {
    const auto& catalog = formats::Catalog();
    format.name = catalog[how % catalog.size()].name;
  }
  // A string of its own size, so that a read behind its end is seen.
  const std::string text(bytes);
  ReadAll(text, format);
  ExplainIt(text, format);
}

}  // namespace
}  // namespace voc::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  voc::cli::ReadAs({reinterpret_cast<const char*>(data), size});
  return 0;
}
