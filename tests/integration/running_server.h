#ifndef VOC_TESTS_INTEGRATION_RUNNING_SERVER_H_
#define VOC_TESTS_INTEGRATION_RUNNING_SERVER_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/ingest/committer.h"
#include "server/rpc/server.h"
#include "server/sentiment/model_annotator.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/pump.h"
#include "server/views/views.h"
#include "storage/base/clock.h"
#include "storage/base/steady_clock.h"
#include "storage/base/worker_pool.h"
#include "storage/rocksdb/database.h"
#include "voc/v1/admin.grpc.pb.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/feedback.grpc.pb.h"
#include "voc/v1/import.grpc.pb.h"
#include "voc/v1/mark.grpc.pb.h"
#include "voc/v1/source.grpc.pb.h"
#include "voc/v1/theme.grpc.pb.h"
#include "voc/v1/trend.grpc.pb.h"

namespace voc {

// What a running server has of its own; null: as vocd. All outlives it.
struct RunningOptions {
  const base::Clock* steady = nullptr;  // measures intervals
  const sentiment::Annotator* annotator = nullptr;
  const base::Clock* clock = nullptr;  // the time of day
  bool strict_sources = false;
};

// Everything real over a data folder, in this process, on a port of its own.
class RunningServer {
 public:
  // Ends the test if it does not start. `steady` measures intervals, by default
  // those of the real time, and outlives the server.
  // `annotator` hears texts, by default as vocd does, and outlives it too.
  explicit RunningServer(const std::string& folder, const base::Clock* steady = nullptr,
                         const sentiment::Annotator* annotator = nullptr)
      : RunningServer(folder, RunningOptions{.steady = steady, .annotator = annotator}) {}
  RunningServer(const std::string& folder, const RunningOptions& options);
  ~RunningServer();

  // As a SIGTERM does; `grace` for open calls. Idempotent.
  void Stop(absl::Duration grace = absl::Seconds(2));

  // The first step of Stop alone.
  void Drain() { server_->Drain(); }

  // For edges in this process.
  rpc::Server& rpc() { return *server_; }

  // A connection of its own.
  std::shared_ptr<grpc::Channel> Connect() const;

  v1::FeedbackService::Stub& feedback() { return *feedback_; }
  v1::TrendService::Stub& trends() { return *trends_; }
  v1::ThemeService::Stub& themes() { return *themes_; }
  v1::AlertService::Stub& alerts() { return *alerts_; }
  v1::AdminService::Stub& admin() { return *admin_; }
  v1::MarkService::Stub& marks() { return *marks_; }
  v1::ImportService::Stub& imports() { return *imports_; }
  v1::SourceService::Stub& sources() { return *sources_; }

  // Calls that end the test unless they succeed.
  v1::SubmitResult Submit(const v1::Feedback& feedback);
  v1::Feedback Get(const std::string& feedback_id);
  v1::Feedback Exclude(const std::string& feedback_id, const std::string& reason);
  v1::Feedback Restore(const std::string& feedback_id);
  // As of now.
  std::shared_ptr<const notes::Notes> notes() const { return views_->notes(); }
  // What the views hold that the log does not say, or the other way round.
  std::vector<std::string> Verify();
  // All feedback by a stream of Ingest requests of 1,000.
  std::vector<v1::SubmitResult> Ingest(const std::vector<v1::Feedback>& feedback);

 private:
  const base::SystemClock real_clock_;
  const base::SteadyClock real_steady_;
  const sentiment::ModelAnnotator own_annotator_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<views::Views> views_;
  std::unique_ptr<subscribe::Hub> hub_;
  std::unique_ptr<subscribe::Pump> pump_;
  std::unique_ptr<base::WorkerPool> reads_;
  std::unique_ptr<ingest::Committer> committer_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<v1::FeedbackService::Stub> feedback_;
  std::unique_ptr<v1::TrendService::Stub> trends_;
  std::unique_ptr<v1::ThemeService::Stub> themes_;
  std::unique_ptr<v1::AlertService::Stub> alerts_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::MarkService::Stub> marks_;
  std::unique_ptr<v1::ImportService::Stub> imports_;
  std::unique_ptr<v1::SourceService::Stub> sources_;
};

// An NPS response of source "app"; no score if below 0.
v1::Feedback Nps(std::string_view submission_id, int score, std::string_view account = "");

// The details of a failed call.
google::rpc::Status DetailsOf(const grpc::Status& status);
// Its ErrorInfo; a default one if it has none.
google::rpc::ErrorInfo ErrorInfoOf(const grpc::Status& status);
// The fields of its BadRequest.
std::vector<std::string> BadFieldsOf(const google::rpc::Status& status);

}  // namespace voc

#endif  // VOC_TESTS_INTEGRATION_RUNNING_SERVER_H_
