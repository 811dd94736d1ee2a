#ifndef VOC_SERVER_OPS_METRICS_H_
#define VOC_SERVER_OPS_METRICS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/ingest/commit_meter.h"
#include "voc/v1/admin.pb.h"

namespace voc::ops {

// How many requests an edge has answered so far.
struct RequestCount {
  std::string protocol;  // "connect", "connect-stream", "grpc-web"
  std::string code;      // as the protocol says it: "ok", "unavailable"
  int64_t count = 0;
};

// What is asked when somebody reads the metrics; either may be empty.
struct Sources {
  std::function<v1::GetStatusResponse()> status;
  std::function<std::vector<RequestCount>()> requests;
};

// The numbers of one vocd, in the text format of Prometheus. They say how much and how fast;
// nothing of who said what. Thread-safe.
class Metrics : public ingest::CommitMeter {
 public:
  static std::unique_ptr<Metrics> Create(std::string_view version);

  // Whether this vocd answers calls.
  virtual void SetServing(bool serving) = 0;
  virtual bool serving() const = 0;

  // From now on asks these; returns when nobody asks the former ones any more.
  virtual void SetSources(Sources sources) = 0;

  // Everything, as text. May block as long as the sources do.
  virtual std::string Text() = 0;
};

}  // namespace voc::ops

#endif  // VOC_SERVER_OPS_METRICS_H_
