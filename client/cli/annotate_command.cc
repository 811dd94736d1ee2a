#include <CLI/App.hpp>
#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/byte_source.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/csv_reader.h"
#include "client/cli/line_reader.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/utf8.h"
#include "client/cpp/client.h"
#include "client/cpp/status.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

// A request holds at most so many texts, or about so many bytes of them.
constexpr int kBatchTexts = 1'000;
constexpr size_t kBatchBytes = 1024 * 1024;

struct Options {
  std::string file = "-";
  std::string language;
};

// Sends texts in batches and prints what comes back, in order.
class Annotator {
 public:
  Annotator(const Options& options, Context& context) : context_(context) {
    request_.set_language(options.language);
  }

  absl::Status Add(std::string_view text) {
    request_.add_texts(text.data(), text.size());
    bytes_ += text.size();
    const bool full = request_.texts_size() >= kBatchTexts || bytes_ >= kBatchBytes;
    return full ? Flush() : absl::OkStatus();
  }

  absl::Status Flush() {
    if (request_.texts().empty()) return absl::OkStatus();
    const auto response = context_.client().Annotate(request_);
    if (!response.ok()) return response.status();
    if (context_.json()) {
      context_.PrintJson(*response);
    } else {
      for (const v1::Annotation& annotation : response->annotations()) Print(annotation);
      context_.io().out << std::flush;
    }
    request_.clear_texts();
    bytes_ = 0;
    return absl::OkStatus();
  }

 private:
  void Print(const v1::Annotation& annotation) {
    context_.io().out << annotation.language() << '\t'
                      << FormatFixed(annotation.sentiment().score(), 3) << '\t'
                      << NameOf(annotation.sentiment().label()) << '\t'
                      << absl::StrJoin(annotation.themes(), ",") << '\n';
  }

  Context& context_;
  v1::AnnotateRequest request_;
  size_t bytes_ = 0;
};

int Annotate(const Options& options, Context& context) {
  const auto source = OpenFile(options.file, context.io().in);
  if (!source.ok()) {
    return context.Fail(absl::Status(source.status().code(),
                                     absl::StrCat(options.file, ": ", source.status().message())));
  }
  LineReader reader(**source, kMaxTextBytes);
  Annotator annotator(options, context);
  bool rejected = false;
  while (true) {
    const auto event = reader.Next();
    if (!event.ok()) return context.Fail(event.status());
    if (*event == LineReader::Event::kEnd) break;
    std::string_view text = reader.line();
    // A bad line is annotated as an empty one, so that lines in and out match.
    const bool too_long = *event == LineReader::Event::kTooLong;
    if (too_long || !IsUtf8(text)) {
      rejected = true;
      context.Say(absl::StrCat(options.file, ":", reader.number(), ": ",
                               too_long ? "longer than 32 KiB" : "is not UTF-8"));
      text = {};
    }
    if (absl::Status status = annotator.Add(text); !status.ok()) return context.Fail(status);
  }
  if (absl::Status status = annotator.Flush(); !status.ok()) return context.Fail(status);
  return rejected ? kExitRefused : kExitOk;
}

}  // namespace

void AddAnnotateCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      app, "annotate",
      "Say what vocd hears in texts, one a line: language, score, label and themes, separated by "
      "tabs; nothing is stored",
      chosen, [options](Context& context) { return Annotate(*options, context); });
  command->add_option("FILE", options->file, "Plain or gzip; - is standard input")
      ->capture_default_str();
  command->add_option("--language", options->language,
                      "BCP 47 tag of all texts; default: detected");
}

}  // namespace voc::cli
