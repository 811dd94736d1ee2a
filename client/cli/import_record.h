#ifndef VOC_CLIENT_CLI_IMPORT_RECORD_H_
#define VOC_CLIENT_CLI_IMPORT_RECORD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cpp/client.h"
#include "voc/v1/import.pb.h"

namespace voc::cli {

// Imports that are looked at, newest first, for one to go on with.
inline constexpr int kMaxResumeLooks = 1000;

// What the server keeps of a running import. Not thread-safe.
class ImportRecord {
 public:
  // Opens an import of `wanted.files()`, or goes on with the newest one that is RUNNING
  // and has the same fingerprints in the same order, if `resume` and every file has one.
  // A server that keeps no imports gives a record without id. The client must outlive
  // what is returned.
  static absl::StatusOr<ImportRecord> Open(client::Client& client, v1::Import wanted, bool resume);

  // Empty where the server keeps none.
  const std::string& id() const { return import_.import_id(); }
  // Whether it goes on; then import() says how far it came.
  bool resumed() const { return resumed_; }
  const v1::Import& import() const { return import_; }

  // Says how far it came. `files` are its files, without fingerprints; those that it does
  // not have are passed over.
  absl::Status Report(const std::vector<v1::ImportFile>& files, const v1::ImportCounts& counts,
                      bool done);

 private:
  ImportRecord(client::Client* client, v1::Import import, bool resumed)
      : client_(client), import_(std::move(import)), resumed_(resumed) {}

  client::Client* client_;
  v1::Import import_;
  bool resumed_ = false;
};

// A new id: when and by chance, "20260302-081500-1f3a9c0b".
std::string NewImportId();

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORT_RECORD_H_
