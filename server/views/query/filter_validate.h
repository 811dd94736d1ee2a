#ifndef VOC_SERVER_VIEWS_QUERY_FILTER_VALIDATE_H_
#define VOC_SERVER_VIEWS_QUERY_FILTER_VALIDATE_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "storage/base/violation.h"
#include "voc/v1/feedback.pb.h"

namespace voc::views {

// Most values one field of a filter may hold.
inline constexpr int kMaxFilterValues = 1'000;

// Longest text_contains.
inline constexpr size_t kMaxTextContainsBytes = 32 * 1024;

// Every bad field of a filter, their paths beginning with `path`; empty if it
// is good.
std::vector<base::Violation> ValidateFilter(const v1::Filter& filter,
                                            std::string_view path = "filter");

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_FILTER_VALIDATE_H_
