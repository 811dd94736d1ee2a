#ifndef VOC_SERVER_DISCOVER_DISCOVER_H_
#define VOC_SERVER_DISCOVER_DISCOVER_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/discover/text_sample.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "voc/v1/theme.pb.h"

namespace voc::discover {

// Significant phrases whose texts are compared with each other, the worst of
// them: a bit a text each.
inline constexpr size_t kMaxFoundPhrases = 1'000;
inline constexpr int kMaxVariants = 5;
inline constexpr int kMaxExamples = 2;
// Percent of a phrase's texts that a theme needs to cover it.
inline constexpr double kCoveredPercent = 50;

// Words and phrases whose share of texts rose, as of the sequence of `source`. Reads
// the texts of both periods, at most `max_texts` each; holds some 150 MiB while it
// does so, where there are as many long ones. The same store gives the same answer.
// INVALID_ARGUMENT with every bad field; CANCELLED once `cancelled` says so.
// Thread-safe.
absl::StatusOr<v1::DiscoverThemesResponse> DiscoverThemes(const v1::DiscoverThemesRequest& request,
                                                          const views::FactSource& source,
                                                          const views::Dictionaries& dictionaries,
                                                          const views::FeedbackReader& reader,
                                                          absl::FunctionRef<bool()> cancelled,
                                                          size_t max_texts = kMaxSampledTexts);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_DISCOVER_H_
