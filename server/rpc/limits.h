#ifndef VOC_SERVER_RPC_LIMITS_H_
#define VOC_SERVER_RPC_LIMITS_H_

#include <cstddef>

#include "storage/base/clock.h"

namespace voc::rpc {

// One request message. A batch of 1,000 takes less than 1 MiB as a rule; clients
// split what is larger.
inline constexpr int kMaxRequestBytes = 8 * 1024 * 1024;

// One response message: a trend of hundreds of thousands of cells fits.
inline constexpr int kMaxResponseBytes = 256 * 1024 * 1024;

// Calls that one connection may have open.
inline constexpr int kMaxConcurrentStreams = 4096;

// What gRPC may take for buffers before it stops accepting connections.
inline constexpr size_t kMaxTransportBytes = 256 * 1024 * 1024;

// Requests of one Ingest stream that are read and not yet answered. Reading
// stops there: the transport's flow control holds the client back.
inline constexpr size_t kMaxInFlightRequests = 16;

// Reads that wait for a thread. Beyond it they are refused.
inline constexpr size_t kMaxQueuedReads = 512;
inline constexpr int kReadThreads = 4;

// Calls of DiscoverThemes at once: each holds many texts in memory, and a thread that
// reads for seconds.
inline constexpr int kMaxDiscoveries = 1;

// Texts of one Annotate call.
inline constexpr int kMaxAnnotateTexts = 1000;

// Rows of an export that one step reads, and their bytes.
inline constexpr size_t kExportStepRows = 256;
inline constexpr size_t kExportStepBytes = 256 * 1024;

// A subscriber that takes no message for so long is cut off; it resumes by cursor.
inline constexpr base::TimeNs kMaxWriteNs = 5 * 60 * base::kNsPerSecond;

// What a refused caller is told to wait.
inline constexpr base::TimeNs kRetryDelayNs = base::kNsPerSecond;

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_LIMITS_H_
