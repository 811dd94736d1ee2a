#ifndef VOC_SERVER_HTTP_CALL_TOTALS_H_
#define VOC_SERVER_HTTP_CALL_TOTALS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "server/http/protocol/rpc_request.h"

namespace voc::http {

// How many calls ended how, by protocol and google.rpc.Code. Thread-safe.
class CallTotals {
 public:
  static constexpr int kCodes = 17;

  // A number that is no code counts as UNKNOWN.
  void Count(Protocol protocol, int code) {
    Of(protocol, code).fetch_add(1, std::memory_order_relaxed);
  }
  uint64_t Get(Protocol protocol, int code) const {
    return const_cast<CallTotals*>(this)->Of(protocol, code).load(std::memory_order_relaxed);
  }

 private:
  static constexpr int kProtocols = 3;
  static constexpr int kUnknown = 2;

  std::atomic<uint64_t>& Of(Protocol protocol, int code) {
    const bool known = code >= 0 && code < kCodes;
    return totals_[static_cast<size_t>(protocol)][static_cast<size_t>(known ? code : kUnknown)];
  }

  std::array<std::array<std::atomic<uint64_t>, kCodes>, kProtocols> totals_{};
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_CALL_TOTALS_H_
