#include <CLI/App.hpp>
#include <algorithm>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/import_report.h"
#include "client/cli/numbers.h"
#include "client/cpp/client.h"
#include "client/cpp/undo_import.h"
#include "voc/v1/import.pb.h"

namespace voc::cli {
namespace {

constexpr int kMaxPage = 1'000;

// The newest ones as one response.
int List(int limit, Context& context) {
  if (limit < 1) return context.Usage(absl::InvalidArgumentError("--limit: at least 1"));
  v1::ListImportsRequest request;
  v1::ListImportsResponse all;
  do {
    request.set_page_size(std::min(limit - all.imports_size(), kMaxPage));
    request.set_page_token(all.next_page_token());
    auto page = context.client().ListImports(request);
    if (!page.ok()) return context.Fail(page.status());
    for (v1::Import& import : *page->mutable_imports()) all.add_imports()->Swap(&import);
    all.set_next_page_token(page->next_page_token());
  } while (!all.next_page_token().empty() && all.imports_size() < limit);
  if (context.json()) {
    context.PrintJson(all);
  } else {
    context.PrintReport(ImportListReport(all.imports(), ZoneOf(context)));
  }
  return kExitOk;
}

// Shows how far it is, on a line that is written over itself, on a terminal alone.
template <typename Response>
void Show(const Response& progress, Context& context) {
  if (!context.io().err_is_terminal) return;
  context.io().err << absl::StrCat("\r", FormatCount(progress.records_done()), " of ",
                                   FormatCount(progress.records()), " records\x1b[K")
                   << std::flush;
}

// Prints what it came to, or why it did not.
template <typename Response>
int Finish(const absl::StatusOr<Response>& response, Report (*report)(const Response&),
           Context& context) {
  if (context.io().err_is_terminal) context.io().err << "\r\x1b[K" << std::flush;
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(report(*response));
  }
  return kExitOk;
}

int Undo(const std::string& import_id, Context& context) {
  v1::UndoImportRequest request;
  request.set_import_id(import_id);
  return Finish(
      client::UndoImport(context.client(), request,
                         [&](const v1::UndoImportResponse& progress) { Show(progress, context); }),
      &UndoReport, context);
}

int Redo(const std::string& import_id, Context& context) {
  v1::RedoImportRequest request;
  request.set_import_id(import_id);
  return Finish(
      client::RedoImport(context.client(), request,
                         [&](const v1::RedoImportResponse& progress) { Show(progress, context); }),
      &RedoReport, context);
}

}  // namespace

void AddImportsCommands(CLI::App& import, Action* chosen) {
  const auto limit = std::make_shared<int>(50);
  AddCommand(import, "list", "List imports, newest first", chosen,
             [limit](Context& context) { return List(*limit, context); })
      ->add_option("--limit", *limit, "At most so many")
      ->capture_default_str();

  const auto undone = std::make_shared<std::string>();
  AddCommand(import, "undo", "Bring back what was before an import", chosen,
             [undone](Context& context) { return Undo(*undone, context); })
      ->add_option("ID", *undone, "Of the import")
      ->required();

  const auto redone = std::make_shared<std::string>();
  AddCommand(import, "redo", "Put back what undoing an import took back", chosen,
             [redone](Context& context) { return Redo(*redone, context); })
      ->add_option("ID", *redone, "Of the import")
      ->required();
}

}  // namespace voc::cli
