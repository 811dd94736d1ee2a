#ifndef VOC_SERVER_VIEWS_READER_STORED_ALERTS_H_
#define VOC_SERVER_VIEWS_READER_STORED_ALERTS_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/views/views.h"
#include "storage/event_log.h"
#include "voc/v1/alert.pb.h"

namespace voc::views {

// Reads alerts in their newest version, each with the feedback as it was then, so
// that a listed alert is the one that was streamed. Thread-safe; every call may
// block on the disk. Errors besides those named: the log's.
class StoredAlerts {
 public:
  // Both outlive this.
  StoredAlerts(const Views* views, const store::EventLog* log) : views_(views), log_(log) {}

  // NOT_FOUND for an id without alert, INVALID_ARGUMENT for an empty one.
  absl::StatusOr<v1::Alert> Get(std::string_view alert_id) const;

  // One page, by sequence of the version, descending, then by rule. The filter is
  // applied to the feedback as it is now, excluded or not. INVALID_ARGUMENT names
  // every bad field; CANCELLED once `cancelled` says so.
  absl::StatusOr<v1::ListAlertsResponse> List(const v1::ListAlertsRequest& request,
                                              absl::FunctionRef<bool()> cancelled) const;

 private:
  const Views* const views_;
  const store::EventLog* const log_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_STORED_ALERTS_H_
