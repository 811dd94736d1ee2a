#ifndef VOC_SERVER_VIEWS_QUERY_HELPED_RUN_H_
#define VOC_SERVER_VIEWS_QUERY_HELPED_RUN_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "storage/base/worker_pool.h"

namespace voc::views {

// Calls work(0) on this thread and, meanwhile, work(1) to work(parts - 1) on
// threads of `helpers` that come to it in time; returns when every call that was
// begun has ended. So work(0) alone has to do all there is to do, if need be: a
// pool that is busy, or is that of the caller, delays nobody.
void HelpedRun(base::WorkerPool* helpers, size_t parts, absl::FunctionRef<void(size_t)> work);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_HELPED_RUN_H_
