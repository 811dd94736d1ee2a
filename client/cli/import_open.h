#ifndef VOC_CLIENT_CLI_IMPORT_OPEN_H_
#define VOC_CLIENT_CLI_IMPORT_OPEN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/context.h"
#include "client/cli/import_record.h"
#include "client/cli/importer.h"

namespace voc::cli {

// An import of these files that the server is not told of yet, or one that was cut off and goes
// on, if `resume`; says which. Everything in `import` that decides what a file is read as
// tells imports apart. What is no file, such as standard input, cannot be gone on with.
absl::StatusOr<ImportRecord> OpenImport(const std::vector<std::string>& files,
                                        const ImportOptions& import, bool resume, Context& context);

// Tells the server of it, and says so if that keeps none; its id.
absl::StatusOr<std::string> BeginImport(ImportRecord& record, Context& context);

// Tells the server now and then how far an import came.
class ImportReports {
 public:
  // Both outlive this.
  ImportReports(ImportRecord* record, Importer* importer) : record_(record), importer_(importer) {}

  // To be called often. Says once if the server does not take it, and then tells no more.
  void Update(Context& context);

 private:
  ImportRecord* record_;
  Importer* const importer_;
  const absl::Time start_ = absl::Now();
  absl::Time next_ = start_ + FirstInterval();

  static absl::Duration FirstInterval();
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORT_OPEN_H_
