#ifndef VOC_TESTS_SUPPORT_HEADERS_H_
#define VOC_TESTS_SUPPORT_HEADERS_H_

// What is precompiled for tests. A test includes what it uses all the same: clang's builds, as
// ./dev lint --deep, go without this.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "voc/v1/feedback.pb.h"

#endif  // VOC_TESTS_SUPPORT_HEADERS_H_
