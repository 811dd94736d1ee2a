#ifndef VOC_TESTS_BENCHMARK_CPU_SECONDS_H_
#define VOC_TESTS_BENCHMARK_CPU_SECONDS_H_

#include <sys/resource.h>

namespace voc::benchmark {

// What this process has used of the processors, in user and system mode.
inline double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_CPU_SECONDS_H_
