#ifndef VOC_SERVER_HTTP_LIMITS_H_
#define VOC_SERVER_HTTP_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "server/rpc/limits.h"
#include "storage/base/clock.h"

namespace voc::http {

// The head of a request. Browsers send 1 KiB.
inline constexpr uint32_t kMaxHeadBytes = 16 * 1024;
inline constexpr size_t kMaxBodyBytes = rpc::kMaxRequestBytes;

// The same of a call with a source key, or of a page of another site; also when inflated. An answer
// with a comment of 32 KiB fits, however its JSON is escaped.
inline constexpr size_t kMaxRestrictedBodyBytes = 256 * 1024;

// Of a body, always taken, whatever others hold.
inline constexpr int64_t kFreeBodyBytes = 16 * 1024;

// Of a source key, as a name to count calls by.
inline constexpr size_t kMaxKeyNameBytes = 64;

// Bodies that are read or whose calls are open, of all connections, beyond what is free.
inline constexpr int64_t kMaxBufferedBodyBytes = 256 * 1024 * 1024;

// A refused request's body of this size is read and forgotten, so that the connection stays; with a
// larger one it is closed.
inline constexpr size_t kMaxForgottenBodyBytes = 64 * 1024;

// What a client may go on sending after its last answer, so that it comes to read that.
inline constexpr size_t kMaxLingerBytes = 8 * 1024 * 1024;

// JSON of messages above this, and their compression, is not for the reactors' threads.
inline constexpr size_t kMaxReactorMessageBytes = 64 * 1024;
inline constexpr int kJsonThreads = 2;
inline constexpr size_t kMaxQueuedJson = 256;

inline constexpr int kReactors = 2;

// Calls that one address may have open with a source key, or as a page of another site.
inline constexpr int kMaxOpenCallsPerAddress = 64;

// What tests make shorter.
struct Limits {
  size_t max_connections = 8192;
  base::TimeNs head_ns = 10 * base::kNsPerSecond;  // from its first byte to its end; a handshake
  base::TimeNs idle_ns = 75 * base::kNsPerSecond;  // between requests
  base::TimeNs body_ns = 10 * base::kNsPerSecond;  // for a body, and beyond it by its size:
  int64_t min_body_bytes_per_second = 8 * 1024;
  base::TimeNs write_ns = 60 * base::kNsPerSecond;  // in which a client takes nothing at all
  // What is refused for coming too often is answered so much later, in which its connection may be
  // closed for another: who asks again at once is slowed down, and costs next to nothing.
  base::TimeNs held_back_ns = base::kNsPerSecond / 2;
  base::TimeNs linger_ns = 2 * base::kNsPerSecond;  // for a refused client to read why
  base::TimeNs tick_ns = base::kNsPerSecond / 4;    // how often all that is looked at
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_LIMITS_H_
