#include "server/rpc/live_streams.h"

#include <utility>
#include <vector>

namespace voc::rpc {

void LiveStreams::Add(const std::shared_ptr<LiveStream>& stream) {
  {
    absl::MutexLock lock(&mutex_);
    if (!draining()) {
      streams_[stream.get()] = stream;
      return;
    }
  }
  stream->Drain();
}

void LiveStreams::Remove(const LiveStream* stream) {
  absl::MutexLock lock(&mutex_);
  streams_.erase(stream);
}

void LiveStreams::DrainAll() {
  std::vector<std::shared_ptr<LiveStream>> open;
  {
    absl::MutexLock lock(&mutex_);
    draining_.store(true, std::memory_order_release);
    open.reserve(streams_.size());
    for (const auto& [key, stream] : streams_) {
      if (std::shared_ptr<LiveStream> alive = stream.lock()) open.push_back(std::move(alive));
    }
  }
  for (const std::shared_ptr<LiveStream>& stream : open) stream->Drain();
}

}  // namespace voc::rpc
