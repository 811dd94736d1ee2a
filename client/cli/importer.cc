#include "client/cli/importer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "client/cli/byte_source.h"
#include "client/cli/record_error.h"
#include "client/cli/record_reader.h"
#include "client/cli/validate.h"
#include "client/cpp/client.h"
#include "client/cpp/ingest_session.h"
#include "client/cpp/status.h"

namespace voc::cli {
namespace {

// A request is sent when it holds either; one feedback may go beyond the bytes,
// and still fits in what the server takes (see kMaxFeedbackBytes).
constexpr int kBatchItems = 500;
constexpr size_t kBatchBytes = 1024 * 1024;
// Keys of one LeaveOut, which holds at most kBatchBytes, or one key.
constexpr int kMaxLeftOut = 1000;
// The server's limits of a key, in bytes.
constexpr size_t kMaxKeyBytes = 255;

bool HasKey(const v1::LeftOut& left_out) {
  const auto fits = [](const std::string& text) {
    return !text.empty() && text.size() <= kMaxKeyBytes;
  };
  return fits(left_out.source_id()) && fits(left_out.submission_id()) &&
         left_out.question_id().size() <= kMaxKeyBytes && !left_out.reason().empty();
}

Violations ViolationsOf(const v1::SubmitResult& result) {
  Violations violations = client::ViolationsOf(result.error());
  if (violations.empty()) violations.push_back({"", result.error().message()});
  return violations;
}

}  // namespace

Importer::Importer(client::Client* client, const ImportOptions& options,
                   std::function<void(int64_t)> on_batch)
    : client_(client), options_(options), on_batch_(std::move(on_batch)) {
  summary_.created = options.counted.created();
  summary_.updated = options.counted.updated();
  summary_.unchanged = options.counted.unchanged();
  summary_.superseded = options.counted.superseded();
  summary_.skipped = options.counted.skipped();
  summary_.rejected = options.counted.rejected();
  if (client != nullptr) {
    session_ = std::make_unique<client::IngestSession>(
        *client, client::IngestWindow(),
        [this](const v1::IngestRequest&, const v1::IngestResponse& response) {
          OnResponse(response);
        });
  }
}

Importer::~Importer() = default;

absl::Status Importer::ReadFile(const std::string& name, ByteSource& source, int64_t done) {
  PassOver(name);
  if (done > 0) {
    absl::MutexLock lock(&mutex_);
    progress_.back().set_records_done(done);
  }
  const auto records = OpenRecords(source, options_.format, options_.records);
  absl::Status read_status;
  int64_t last_left_out = 0;
  int64_t rejected = 0;
  while (server_status_.ok()) {
    v1::Feedback* const feedback = request_.add_feedback();
    const auto event = records->Next(feedback);
    if (!event.ok() || *event == RecordReader::Event::kEnd) {
      request_.mutable_feedback()->RemoveLast();
      read_status = event.status();
      break;
    }
    ++records_read_;
    if (++batch_.done <= done) {
      request_.mutable_feedback()->RemoveLast();
      if (*event == RecordReader::Event::kLeftOut) last_left_out = records->record();
      continue;
    }
    if (*event == RecordReader::Event::kLeftOut) {
      request_.mutable_feedback()->RemoveLast();
      ++left_out_keys_;
      // A record that leaves out several keys is one.
      if (records->record() != last_left_out) Skip(records->left_out().reason());
      last_left_out = records->record();
      server_status_ = LeaveOut(records->left_out());
      continue;
    }
    const size_t bytes = feedback->ByteSizeLong();
    Violations violations;
    if (*event == RecordReader::Event::kRejected) {
      violations = records->violations();
    } else if (bytes > kMaxFeedbackBytes) {
      violations = {{"", "larger than a request may be"}};
    } else if (client_ == nullptr) {
      violations = ValidateLocally(*feedback);
    }
    if (!violations.empty()) {
      request_.mutable_feedback()->RemoveLast();
      Reject(name, records->line(), violations);
      ++rejected;
      continue;
    }
    batch_.lines.push_back(records->line());
    request_bytes_ += bytes;
    if (request_.feedback_size() >= kBatchItems || request_bytes_ >= kBatchBytes) {
      server_status_ = SendBatch();
    }
  }
  saw_time_without_zone_ |= records->saw_time_without_zone();
  for (std::string& note : records->notes()) notes_.insert(std::move(note));
  // A file of which nothing can be taken is refused as a whole.
  const bool refused = !read_status.ok() || (rejected > 0 && rejected == batch_.done);
  if (server_status_.ok() && !refused) server_status_ = Begin();
  if (server_status_.ok()) server_status_ = SendBatch();
  if (read_status.ok()) {
    absl::MutexLock lock(&mutex_);
    events_.back() = batch_.done;
  }
  return read_status;
}

void Importer::PassOver(const std::string& name) {
  batch_.file = files_.size();
  batch_.done = 0;
  files_.push_back(name);
  absl::MutexLock lock(&mutex_);
  progress_.emplace_back().set_name(name);
  events_.push_back(-1);
}

absl::Status Importer::Begin() {
  if (begun_ || client_ == nullptr) return absl::OkStatus();
  absl::StatusOr<std::string> id = options_.begin ? options_.begin() : std::string();
  if (!id.ok()) return id.status();
  begun_ = true;
  import_id_ = *std::move(id);
  absl::MutexLock lock(&mutex_);
  summary_.import_id = import_id_;
  return absl::OkStatus();
}

absl::Status Importer::SendBatch() {
  if (on_batch_) on_batch_(records_read_);
  absl::Status status = request_.feedback().empty() ? absl::OkStatus() : Begin();
  if (!status.ok()) return status;
  // Before what is read so far counts as known.
  status = SendLeftOut();
  if (!status.ok()) return status;
  if (client_ != nullptr) {
    absl::MutexLock lock(&mutex_);
    if (request_.feedback_size() > 0) {
      in_flight_.push_back(batch_);
    } else if (!in_flight_.empty() && in_flight_.back().file == batch_.file) {
      in_flight_.back().done = batch_.done;
    } else {
      SetDone(batch_);
    }
  }
  if (request_.feedback_size() == 0) return absl::OkStatus();
  if (client_ != nullptr) {
    request_.set_import_id(import_id_);
    status = session_->Send(std::move(request_));
  }
  request_.Clear();
  batch_.lines.clear();
  request_bytes_ = 0;
  return status;
}

void Importer::OnResponse(const v1::IngestResponse& response) {
  absl::MutexLock lock(&mutex_);
  const Batch& batch = in_flight_.front();
  for (int i = 0; i < response.results_size(); ++i) {
    const v1::SubmitResult& result = response.results(i);
    if (result.outcome() == v1::OUTCOME_REJECTED) {
      summary_.Reject(progress_[batch.file].name(), batch.lines[i],
                      JoinViolations(ViolationsOf(result)));
    } else {
      summary_.Count(result.outcome());
    }
  }
  SetDone(batch);
  in_flight_.pop_front();
}

void Importer::Reject(const std::string& file, int64_t line, const Violations& violations) {
  absl::MutexLock lock(&mutex_);
  summary_.Reject(file, line, JoinViolations(violations));
}

void Importer::SetDone(const Batch& batch) {
  v1::ImportFile& file = progress_[batch.file];
  // A file that goes on may not have come to where it was.
  file.set_records_done(std::max(file.records_done(), batch.done));
}

std::vector<v1::ImportFile> Importer::Files() {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::ImportFile> files = progress_;
  for (size_t i = 0; i < files.size(); ++i) {
    files[i].set_complete(files[i].records_done() == events_[i]);
  }
  return files;
}

v1::ImportCounts Importer::Counts() {
  absl::MutexLock lock(&mutex_);
  v1::ImportCounts counts;
  counts.set_created(summary_.created);
  counts.set_updated(summary_.updated);
  counts.set_unchanged(summary_.unchanged);
  counts.set_superseded(summary_.superseded);
  counts.set_skipped(summary_.skipped);
  counts.set_rejected(summary_.rejected);
  return counts;
}

absl::Status Importer::LeaveOut(const v1::LeftOut& left_out) {
  // Without a key there is nothing to take out.
  if (client_ == nullptr || !HasKey(left_out)) return absl::OkStatus();
  *left_out_.add_left_out() = left_out;
  left_out_bytes_ += left_out.ByteSizeLong();
  if (left_out_.left_out_size() < kMaxLeftOut && left_out_bytes_ < kBatchBytes) {
    return absl::OkStatus();
  }
  return SendLeftOut();
}

absl::Status Importer::SendLeftOut() {
  if (left_out_.left_out().empty()) return absl::OkStatus();
  absl::Status status = Begin();
  left_out_.set_import_id(import_id_);
  // Without an import the server takes none.
  if (status.ok() && !import_id_.empty()) status = client_->LeaveOut(left_out_).status();
  left_out_.Clear();
  left_out_bytes_ = 0;
  return status;
}

void Importer::Skip(const std::string& reason) {
  absl::MutexLock lock(&mutex_);
  summary_.Skip(reason);
}

absl::Status Importer::Finish() {
  if (session_ != nullptr && server_status_.ok()) server_status_ = session_->Finish();
  return server_status_;
}

ImportSummary Importer::Summary() {
  absl::MutexLock lock(&mutex_);
  summary_.Sort(files_);
  return summary_;
}

}  // namespace voc::cli
