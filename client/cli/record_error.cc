#include "client/cli/record_error.h"

#include <algorithm>
#include <cstddef>

#include "client/cpp/status.h"

namespace voc::cli {

client::FieldViolation JoinViolations(const Violations& violations) {
  client::FieldViolation joined = violations.front();
  for (size_t i = 1; i < violations.size(); ++i) {
    const client::FieldViolation& other = violations[i];
    // The same of several answers of one record.
    if (std::find(violations.begin(), violations.begin() + i, other) != violations.begin() + i) {
      continue;
    }
    joined.description += "; ";
    if (other.field != joined.field) joined.description += other.field + ": ";
    joined.description += other.description;
  }
  return joined;
}

}  // namespace voc::cli
