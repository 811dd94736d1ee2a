#ifndef VOC_CLIENT_CLI_IMPORTER_H_
#define VOC_CLIENT_CLI_IMPORTER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/import_format.h"
#include "client/cli/import_summary.h"
#include "client/cli/record_reader.h"
#include "client/cpp/client.h"
#include "client/cpp/ingest_session.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/import.pb.h"

namespace voc::cli {

struct ImportOptions {
  ImportFormat format;
  RecordOptions records;
  // Tells the server of the import and returns its id, which goes with every request and
  // names the run in its summary; empty where the server keeps no imports. Called once,
  // before anything is sent, or where a file was read to its end: files that are refused
  // as a whole leave no import behind. Not for a dry run.
  std::function<absl::StatusOr<std::string>()> begin;
  // What was counted of the same import before this run.
  v1::ImportCounts counted;
};

// Reads files and sends what they hold, in batches, many in flight. Memory is
// bounded by a record, a batch and the session's window. For one thread.
class Importer {
 public:
  // Without a client it is a dry run: records are checked here, and go nowhere.
  // `on_batch` is called now and then with how many records were read. The
  // client must outlive the importer.
  Importer(client::Client* client, const ImportOptions& options,
           std::function<void(int64_t)> on_batch);
  ~Importer();

  // Reads one file to its end. An error of the source is returned and ends this
  // file alone; one of the server ends the import: see server_status(). The outcome of
  // what the first `done` events of its reader brought is known from an earlier run: they
  // are read and passed over.
  absl::Status ReadFile(const std::string& name, ByteSource& source, int64_t done = 0);

  // In place of ReadFile for a file that cannot be opened.
  void PassOver(const std::string& name);

  // Waits until everything is acknowledged. Once the server has failed for
  // good, returns how.
  absl::Status Finish();
  // OK until the server has failed for good.
  const absl::Status& server_status() const { return server_status_; }

  // After Finish(): what came of it, or of what was acknowledged.
  ImportSummary Summary();

  // What is known by now: how far each file came, in the order in which they were read,
  // without fingerprints, and what came of it. What they say of is stored for good.
  std::vector<v1::ImportFile> Files();
  v1::ImportCounts Counts();

  int64_t records_read() const { return records_read_; }
  // Of these, keys that are left out.
  int64_t left_out_keys() const { return left_out_keys_; }
  bool saw_time_without_zone() const { return saw_time_without_zone_; }
  // What the readers of the files have to say.
  const std::set<std::string>& notes() const { return notes_; }

 private:
  // Where the records of a request stand in their files.
  struct Batch {
    size_t file = 0;  // index in progress_
    std::vector<int64_t> lines;
    int64_t done = 0;  // events of the file that are known once this is answered
  };

  absl::Status Begin();
  void Reject(const std::string& file, int64_t line, const Violations& violations);
  void SetDone(const Batch& batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Skip(const std::string& reason);
  absl::Status LeaveOut(const v1::LeftOut& left_out);
  absl::Status SendLeftOut();
  absl::Status SendBatch();
  void OnResponse(const v1::IngestResponse& response);

  client::Client* const client_;  // null for a dry run
  const ImportOptions options_;
  const std::function<void(int64_t)> on_batch_;
  bool begun_ = false;
  std::string import_id_;
  v1::IngestRequest request_;
  Batch batch_;
  size_t request_bytes_ = 0;
  v1::LeaveOutRequest left_out_;
  size_t left_out_bytes_ = 0;
  int64_t records_read_ = 0;
  int64_t left_out_keys_ = 0;
  bool saw_time_without_zone_ = false;
  std::set<std::string> notes_;
  std::vector<std::string> files_;
  absl::Status server_status_;

  absl::Mutex mutex_;
  std::vector<v1::ImportFile> progress_ ABSL_GUARDED_BY(mutex_);  // as Files()
  std::vector<int64_t> events_ ABSL_GUARDED_BY(mutex_);           // of files read whole; else -1
  ImportSummary summary_ ABSL_GUARDED_BY(mutex_);
  // One a request without response, in order.
  std::deque<Batch> in_flight_ ABSL_GUARDED_BY(mutex_);

  // Declared last: its callback uses the above.
  std::unique_ptr<client::IngestSession> session_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORTER_H_
