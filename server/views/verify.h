#ifndef VOC_SERVER_VIEWS_VERIFY_H_
#define VOC_SERVER_VIEWS_VERIFY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/views/views.h"
#include "storage/event_log.h"

namespace voc::views {

// Problems named in a report; the rest is only counted.
inline constexpr size_t kMaxProblems = 100;

struct VerifyReport {
  int64_t events = 0;    // read from the log
  int64_t feedback = 0;  // that they are about
  std::vector<std::string> problems;
};

// Reads the whole log up to what the views reflect now and compares: the id index
// entry of every feedback, every fact that counts, the notes and, unless feedback came
// in meanwhile, the index of answers. A view that cannot be read is a problem of the
// report. Reads the disk for as long as a pass over the log takes. DATA_LOSS if the
// log itself is damaged, CANCELLED soon after `cancelled` says so.
absl::StatusOr<VerifyReport> Verify(const store::EventLog& log, const Views& views,
                                    absl::FunctionRef<bool()> cancelled);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_VERIFY_H_
