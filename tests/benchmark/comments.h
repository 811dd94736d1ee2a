#ifndef VOC_TESTS_BENCHMARK_COMMENTS_H_
#define VOC_TESTS_BENCHMARK_COMMENTS_H_

#include <string>

#include "tests/benchmark/random.h"

namespace voc::benchmark {

enum class Mood { kGood, kMixed, kBad };

// A comment of about 80 characters in English, Swedish, Danish or Norwegian, made
// of parts and of numbers, so that it does not compress to nothing.
std::string MakeComment(Mood mood, Random& random);

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_COMMENTS_H_
