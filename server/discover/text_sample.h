#ifndef VOC_SERVER_DISCOVER_TEXT_SAMPLE_H_
#define VOC_SERVER_DISCOVER_TEXT_SAMPLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/discover/corpus.h"
#include "server/discover/discover_spec.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/filter.h"

namespace voc::discover {

// Texts of one period that are read; of more a sample is drawn.
inline constexpr size_t kMaxSampledTexts = 50'000;

// A text that is to be read, and what its fact says.
struct SampledText {
  Document document;
  views::Ordinal language = 0;
};

struct TextSample {
  std::vector<SampledText> texts;  // by event_sequence
  // How many pass, of which at most `limit` of each are in `texts`.
  int64_t found = 0;
  int64_t found_before = 0;
};

// The texts of both periods that pass `filter`, its text_contains aside. Of more than
// `limit` in a period those with the least hash of their event are drawn: the same
// ones whenever the same events are stored, and most of the same ones when some
// were added. CANCELLED once `cancelled` says so.
absl::StatusOr<TextSample> SampleTexts(const views::FactSource& source,
                                       const views::CompiledFilter& filter, const Periods& periods,
                                       size_t limit, absl::FunctionRef<bool()> cancelled);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_TEXT_SAMPLE_H_
