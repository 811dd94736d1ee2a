#include "client/cli/importer.h"

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

Violations ViolationsOf(const v1::SubmitResult& result) {
  Violations violations = client::ViolationsOf(result.error());
  if (violations.empty()) violations.push_back({"", result.error().message()});
  return violations;
}

}  // namespace

Importer::Importer(client::Client* client, const ImportOptions& options,
                   std::function<void(int64_t)> on_batch)
    : options_(options), on_batch_(std::move(on_batch)), dry_run_(client == nullptr) {
  summary_.import_id = options.import_id;
  if (client != nullptr) {
    session_ = std::make_unique<client::IngestSession>(
        *client, client::IngestWindow(),
        [this](const v1::IngestRequest&, const v1::IngestResponse& response) {
          OnResponse(response);
        });
  }
}

Importer::~Importer() = default;

absl::Status Importer::ReadFile(const std::string& name, ByteSource& source) {
  files_.push_back(name);
  batch_.file = name;
  const auto records = OpenRecords(source, options_.format, options_.records);
  absl::Status read_status;
  int64_t last_left_out = 0;
  while (server_status_.ok()) {
    v1::Feedback* const feedback = request_.add_feedback();
    const auto event = records->Next(feedback);
    if (!event.ok() || *event == RecordReader::Event::kEnd) {
      request_.mutable_feedback()->RemoveLast();
      read_status = event.status();
      break;
    }
    ++records_read_;
    if (*event == RecordReader::Event::kLeftOut) {
      request_.mutable_feedback()->RemoveLast();
      // A record that leaves out several keys is one.
      if (records->line() != last_left_out) Skip();
      last_left_out = records->line();
      continue;
    }
    const size_t bytes = feedback->ByteSizeLong();
    Violations violations;
    if (*event == RecordReader::Event::kRejected) {
      violations = records->violations();
    } else if (bytes > kMaxFeedbackBytes) {
      violations = {{"", "larger than a request may be"}};
    } else if (dry_run_) {
      violations = ValidateLocally(*feedback);
    }
    if (!violations.empty()) {
      request_.mutable_feedback()->RemoveLast();
      Reject(name, records->line(), violations);
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
  if (server_status_.ok()) server_status_ = SendBatch();
  return read_status;
}

absl::Status Importer::SendBatch() {
  if (on_batch_) on_batch_(records_read_);
  if (request_.feedback_size() == 0) return absl::OkStatus();
  absl::Status status;
  if (!dry_run_) {
    {
      absl::MutexLock lock(&mutex_);
      in_flight_.push_back({.file = batch_.file, .lines = std::move(batch_.lines)});
    }
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
      summary_.Reject(batch.file, batch.lines[i], JoinViolations(ViolationsOf(result)));
    } else {
      summary_.Count(result.outcome());
    }
  }
  in_flight_.pop_front();
}

void Importer::Reject(const std::string& file, int64_t line, const Violations& violations) {
  absl::MutexLock lock(&mutex_);
  summary_.Reject(file, line, JoinViolations(violations));
}

void Importer::Skip() {
  absl::MutexLock lock(&mutex_);
  ++summary_.skipped;
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
