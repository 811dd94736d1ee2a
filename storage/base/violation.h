#ifndef VOC_STORAGE_BASE_VIOLATION_H_
#define VOC_STORAGE_BASE_VIOLATION_H_

#include <string>

namespace voc::base {

// One bad field of a request or message: its path, such as `filter.metrics[0]`,
// and what is allowed there.
struct Violation {
  std::string field;
  std::string description;

  friend bool operator==(const Violation& a, const Violation& b) {
    return a.field == b.field && a.description == b.description;
  }
};

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_VIOLATION_H_
