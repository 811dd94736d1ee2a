#ifndef VOC_TESTS_FUZZ_CHECK_H_
#define VOC_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace voc::fuzz {

// Ends the process where a rule is broken, so that libFuzzer keeps the input.
inline void Check(bool holds, const char* rule) {
  if (holds) return;
  std::fprintf(stderr, "broken rule: %s\n", rule);
  std::abort();
}

}  // namespace voc::fuzz

#endif  // VOC_TESTS_FUZZ_CHECK_H_
