#include "server/http/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace voc::http {
namespace {

// Tables of RocksDB for the most part, see storage/rocksdb/options.h.
constexpr size_t kOtherFiles = 10'000;

}  // namespace

size_t RaiseOpenFiles() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kOtherFiles;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) getrlimit(RLIMIT_NOFILE, &limit);
  }
  return static_cast<size_t>(limit.rlim_cur);
}

size_t ConnectionsFor(size_t open_files, size_t max_connections) {
  const size_t others = std::min(kOtherFiles, open_files / 2);
  return std::max<size_t>(2, std::min(max_connections, open_files - others));
}

}  // namespace voc::http
