#ifndef VOC_CLIENT_CLI_IMPORT_RECORD_H_
#define VOC_CLIENT_CLI_IMPORT_RECORD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "voc/v1/import.pb.h"

namespace voc::cli {

// Imports that are looked at, newest first, for one to go on with.
inline constexpr int kMaxResumeLooks = 1000;

// How long one that another client seems to bring is waited for: who was killed just now may
// not be known to be gone.
inline constexpr absl::Duration kBusyPatience = absl::Seconds(2);

// What the server keeps of a running import. Not thread-safe.
class ImportRecord {
 public:
  // Goes on with the newest import that is RUNNING and has the fingerprints of
  // `wanted.files()` in the same order, if `resume` and every file has one, unless another
  // client brings it now. Else it is a new one, of which the server knows from Begin() on. The
  // client must outlive what is returned.
  static absl::StatusOr<ImportRecord> Open(client::Client& client, v1::Import wanted, bool resume);

  // Tells the server of it, unless that knows. One that keeps no imports leaves it without an id.
  absl::Status Begin();
  // Whether it was told.
  bool begun() const { return begun_; }

  // Empty where the server keeps none.
  const std::string& id() const { return import_.import_id(); }
  // Whether it goes on; then import() says how far it came.
  bool resumed() const { return resumed_; }
  // The import of the same files that another client brings now; empty if there is none.
  const std::string& busy_id() const { return busy_id_; }
  const v1::Import& import() const { return import_; }

  // Says how far it came, once it is begun. `files` are its files, without fingerprints; those that
  // it does not have are passed over.
  absl::Status Report(const std::vector<v1::ImportFile>& files, const v1::ImportCounts& counts,
                      bool done);

 private:
  ImportRecord(client::Client* client, v1::Import import)
      : client_(client), import_(std::move(import)) {}

  client::Client* client_;
  v1::Import import_;
  bool begun_ = false;
  bool resumed_ = false;
  std::string busy_id_;
};

// A new id: when and by chance, "20260302-081500-1f3a9c0b".
std::string NewImportId();

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORT_RECORD_H_
