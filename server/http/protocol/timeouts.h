#ifndef VOC_SERVER_HTTP_PROTOCOL_TIMEOUTS_H_
#define VOC_SERVER_HTTP_PROTOCOL_TIMEOUTS_H_

#include <optional>
#include <string_view>

#include "storage/base/clock.h"

namespace voc::http {

// Longer ones are as good as none, and are cut to it.
inline constexpr base::TimeNs kMaxTimeoutNs = base::TimeNs{365} * 24 * 3600 * base::kNsPerSecond;

// connect-timeout-ms: at most ten digits. None for anything else.
std::optional<base::TimeNs> ParseConnectTimeout(std::string_view text);

// grpc-timeout: at most eight digits and one of H M S m u n. None for anything else.
std::optional<base::TimeNs> ParseGrpcTimeout(std::string_view text);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_TIMEOUTS_H_
