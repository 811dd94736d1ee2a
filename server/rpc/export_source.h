#ifndef VOC_SERVER_RPC_EXPORT_SOURCE_H_
#define VOC_SERVER_RPC_EXPORT_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/subscribe/subscription.h"
#include "server/views/reader/feedback_scan.h"
#include "server/views/reader/stored_feedback.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rpc {

// An export, said a step at a time: its rows, then how many they were. The moment
// it is of is that of the first step.
class ExportSource final : public subscribe::Subscription<v1::ExportFeedbackResponse> {
 public:
  // `stored` outlives it.
  ExportSource(const views::StoredFeedback* stored, const v1::ExportFeedbackRequest& request)
      : stored_(stored), request_(request) {}

  absl::StatusOr<subscribe::Step<v1::ExportFeedbackResponse>> Next() override;

  // An export cannot be resumed.
  std::string cursor() const override { return std::string(); }

 private:
  const views::StoredFeedback* const stored_;
  const v1::ExportFeedbackRequest request_;
  std::unique_ptr<views::FeedbackScan> scan_;
  int64_t rows_ = 0;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_EXPORT_SOURCE_H_
