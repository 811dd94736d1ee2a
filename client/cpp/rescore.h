#ifndef VOC_CLIENT_CPP_RESCORE_H_
#define VOC_CLIENT_CPP_RESCORE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "client/cpp/client.h"
#include "voc/v1/admin.pb.h"

namespace voc::client {

// Has the server hear texts anew and returns its report. Calls `on_progress` now and then,
// on the calling thread. A call that breaks off is made again, as long as the retry policy
// allows without any progress; what it recorded is then current, and not in the report; `on_resume`
// is told of it.
absl::StatusOr<v1::RescoreReport> Rescore(
    Client& client, const v1::RescoreRequest& request,
    const std::function<void(const v1::RescoreResponse::Progress&)>& on_progress,
    const std::function<void()>& on_resume);

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_RESCORE_H_
