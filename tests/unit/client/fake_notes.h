#ifndef VOC_TESTS_UNIT_CLIENT_FAKE_NOTES_H_
#define VOC_TESTS_UNIT_CLIENT_FAKE_NOTES_H_

#include <grpcpp/grpcpp.h>

#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "voc/v1/import.grpc.pb.h"
#include "voc/v1/mark.grpc.pb.h"

namespace voc::client {

// The part of FakeVocd that keeps marks and imports. An undo finds ten feedback; it is
// cut off half-way as often as it is told.
class FakeNotes final : public v1::MarkService::Service, public v1::ImportService::Service {
 public:
  std::vector<v1::Import> imports() {
    absl::MutexLock lock(&mutex_);
    std::vector<v1::Import> all;
    for (const auto& [id, import] : imports_) all.push_back(import);
    return all;
  }
  std::vector<v1::LeftOut> left_out() {
    absl::MutexLock lock(&mutex_);
    return left_out_;
  }
  std::vector<v1::ReportImportRequest> reports() {
    absl::MutexLock lock(&mutex_);
    return reports_;
  }
  void Put(const v1::Import& import) {
    absl::MutexLock lock(&mutex_);
    imports_[import.import_id()] = import;
  }
  // Another client brings it.
  void MakeBusy(const std::string& import_id) {
    absl::MutexLock lock(&mutex_);
    busy_ = import_id;
  }
  void CutOffUndos(int times) {
    absl::MutexLock lock(&mutex_);
    cut_off_ = times;
  }

  grpc::Status RecordMark(grpc::ServerContext*, const v1::RecordMarkRequest* request,
                          v1::RecordMarkResponse* response) override {
    absl::MutexLock lock(&mutex_);
    v1::Mark mark = request->mark();
    if (mark.mark_id().empty()) mark.set_mark_id("id of " + mark.title());
    marks_[mark.mark_id()] = mark;
    *response->mutable_mark() = mark;
    return grpc::Status::OK;
  }
  // One a page.
  grpc::Status ListMarks(grpc::ServerContext*, const v1::ListMarksRequest* request,
                         v1::ListMarksResponse* response) override {
    absl::MutexLock lock(&mutex_);
    auto mark = marks_.upper_bound(request->page_token());
    if (mark == marks_.end()) return grpc::Status::OK;
    *response->add_marks() = mark->second;
    if (std::next(mark) != marks_.end()) response->set_next_page_token(mark->first);
    return grpc::Status::OK;
  }
  grpc::Status DeleteMark(grpc::ServerContext*, const v1::DeleteMarkRequest* request,
                          v1::DeleteMarkResponse*) override {
    absl::MutexLock lock(&mutex_);
    return marks_.erase(request->mark_id()) > 0 ? grpc::Status::OK : NotFound();
  }

  grpc::Status BeginImport(grpc::ServerContext*, const v1::BeginImportRequest* request,
                           v1::BeginImportResponse* response) override {
    absl::MutexLock lock(&mutex_);
    if (request->import().import_id() == busy_) return Busy();
    v1::Import& import = imports_[request->import().import_id()];
    const v1::ImportCounts counts = import.counts();
    import = request->import();
    *import.mutable_counts() = counts;
    import.set_state(v1::IMPORT_STATE_RUNNING);
    *response->mutable_import() = import;
    return grpc::Status::OK;
  }
  grpc::Status ReportImport(grpc::ServerContext*, const v1::ReportImportRequest* request,
                            v1::ReportImportResponse* response) override {
    absl::MutexLock lock(&mutex_);
    const auto import = imports_.find(request->import_id());
    if (import == imports_.end()) return NotFound();
    reports_.push_back(*request);
    *import->second.mutable_files() = request->files();
    *import->second.mutable_counts() = request->counts();
    if (request->done()) import->second.set_state(v1::IMPORT_STATE_DONE);
    *response->mutable_import() = import->second;
    return grpc::Status::OK;
  }
  // One a page.
  grpc::Status ListImports(grpc::ServerContext*, const v1::ListImportsRequest* request,
                           v1::ListImportsResponse* response) override {
    absl::MutexLock lock(&mutex_);
    auto import = imports_.upper_bound(request->page_token());
    if (import == imports_.end()) return grpc::Status::OK;
    *response->add_imports() = import->second;
    if (std::next(import) != imports_.end()) response->set_next_page_token(import->first);
    return grpc::Status::OK;
  }
  grpc::Status LeaveOut(grpc::ServerContext*, const v1::LeaveOutRequest* request,
                        v1::LeaveOutResponse* response) override {
    absl::MutexLock lock(&mutex_);
    for (const v1::LeftOut& one : request->left_out()) left_out_.push_back(one);
    response->set_excluded(request->left_out_size());
    return grpc::Status::OK;
  }
  grpc::Status UndoImport(grpc::ServerContext*, const v1::UndoImportRequest* request,
                          grpc::ServerWriter<v1::UndoImportResponse>* writer) override {
    v1::UndoImportResponse response;
    response.set_excluded(5);
    response.set_changed_since(1);
    return Undo(request->import_id(), v1::IMPORT_STATE_UNDONE, response, writer,
                [](v1::UndoImportResponse& last) { last.set_excluded(10); });
  }
  grpc::Status RedoImport(grpc::ServerContext*, const v1::RedoImportRequest* request,
                          grpc::ServerWriter<v1::RedoImportResponse>* writer) override {
    v1::RedoImportResponse response;
    response.set_restored(5);
    return Undo(request->import_id(), v1::IMPORT_STATE_DONE, response, writer,
                [](v1::RedoImportResponse& last) { last.set_restored(10); });
  }

 private:
  static grpc::Status Busy() {
    google::rpc::Status status;
    status.set_code(static_cast<int>(grpc::StatusCode::FAILED_PRECONDITION));
    google::rpc::ErrorInfo info;
    info.set_reason("IMPORT_BUSY");
    status.add_details()->PackFrom(info);
    return {grpc::StatusCode::FAILED_PRECONDITION, "busy", status.SerializeAsString()};
  }
  static grpc::Status NotFound() { return {grpc::StatusCode::NOT_FOUND, "no such id"}; }

  template <typename Response, typename Finish>
  grpc::Status Undo(const std::string& import_id, v1::ImportState state, Response response,
                    grpc::ServerWriter<Response>* writer, Finish finish) {
    absl::MutexLock lock(&mutex_);
    const auto import = imports_.find(import_id);
    if (import == imports_.end()) return NotFound();
    response.set_records(20);
    response.set_records_done(10);
    writer->Write(response);
    if (cut_off_ > 0) {
      --cut_off_;
      return {grpc::StatusCode::UNAVAILABLE, "cut off"};
    }
    import->second.set_state(state);
    response.set_records_done(20);
    *response.mutable_import() = import->second;
    finish(response);
    writer->Write(response);
    return grpc::Status::OK;
  }

  absl::Mutex mutex_;
  std::map<std::string, v1::Mark> marks_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, v1::Import> imports_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::ReportImportRequest> reports_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::LeftOut> left_out_ ABSL_GUARDED_BY(mutex_);
  int cut_off_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::client

#endif  // VOC_TESTS_UNIT_CLIENT_FAKE_NOTES_H_
