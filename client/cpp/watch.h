#ifndef VOC_CLIENT_CPP_WATCH_H_
#define VOC_CLIENT_CPP_WATCH_H_

#include <functional>

#include "absl/status/status.h"
#include "client/cpp/client.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/trend.pb.h"

namespace voc::client {

// Calls `on_event` for every event, on the calling thread, until it returns
// false (then OK), the server refuses, or the retry budget is used up by one
// stretch of failures without an event. A broken stream is resumed after the
// last cursor seen, so no alert is missed; one may come twice, which alert_id
// and version tell. Started comes again with every new stream.
absl::Status WatchAlerts(Client& client, v1::WatchAlertsRequest request,
                         const std::function<bool(const v1::WatchAlertsResponse&)>& on_event);

// The same for a trend, except that a new stream brings a new snapshot: whoever
// keeps cells drops them on Started.
absl::Status WatchTrends(Client& client, const v1::WatchTrendsRequest& request,
                         const std::function<bool(const v1::WatchTrendsResponse&)>& on_event);

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_WATCH_H_
