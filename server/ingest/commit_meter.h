#ifndef VOC_SERVER_INGEST_COMMIT_METER_H_
#define VOC_SERVER_INGEST_COMMIT_METER_H_

#include <array>
#include <cstdint>

#include "storage/base/clock.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// What became of one group.
struct GroupReport {
  // How many commands had each v1::Outcome; what is no submission counts as UNSPECIFIED.
  std::array<int64_t, v1::Outcome_ARRAYSIZE> outcomes{};
  // How long the synced write took; 0 where there was nothing to write.
  base::TimeNs write_ns = 0;
};

// Hears of every group just before it is answered, on a thread of the committer's; must return at
// once.
class CommitMeter {
 public:
  virtual ~CommitMeter() = default;
  virtual void OnGroup(const GroupReport& report) = 0;
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_COMMIT_METER_H_
