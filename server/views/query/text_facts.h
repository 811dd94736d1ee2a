#ifndef VOC_SERVER_VIEWS_QUERY_TEXT_FACTS_H_
#define VOC_SERVER_VIEWS_QUERY_TEXT_FACTS_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "server/views/query/filter.h"

namespace voc::views {

// Most facts FactsWithText keeps, about 90 bytes each.
inline constexpr size_t kMaxTextFacts = 5'000'000;

// The facts of `source` that pass all of `filter`, its text_contains included, as
// of the same moment. Reads the feedback of everything that passes the rest of
// it. RESOURCE_EXHAUSTED beyond kMaxTextFacts.
absl::StatusOr<std::unique_ptr<FactSource>> FactsWithText(const FactSource& source,
                                                          const CompiledFilter& filter,
                                                          const FeedbackReader& reader);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TEXT_FACTS_H_
