#ifndef VOC_SERVER_RPC_LIVE_STREAMS_H_
#define VOC_SERVER_RPC_LIVE_STREAMS_H_

#include <atomic>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace voc::rpc {

// A call that would stay open for as long as the client likes.
class LiveStream {
 public:
  virtual ~LiveStream() = default;

  // Ends it soon, since the server shuts down. Any thread; does not block.
  virtual void Drain() = 0;
};

// Every open stream, so that a shutdown can end them. Thread-safe.
class LiveStreams {
 public:
  // A stream that comes after DrainAll is told to drain at once.
  void Add(const std::shared_ptr<LiveStream>& stream);
  void Remove(const LiveStream* stream);

  // Tells all of them, and from now on every new one.
  void DrainAll();

  bool draining() const { return draining_.load(std::memory_order_acquire); }

 private:
  std::atomic<bool> draining_{false};
  absl::Mutex mutex_;
  absl::flat_hash_map<const LiveStream*, std::weak_ptr<LiveStream>> streams_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_LIVE_STREAMS_H_
