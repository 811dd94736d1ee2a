#ifndef VOC_SERVER_VIEWS_LAST_ASKED_H_
#define VOC_SERVER_VIEWS_LAST_ASKED_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/views/views.h"
#include "storage/base/clock.h"

namespace voc::views {

struct AskedQuery {
  std::string_view source_id;
  std::string_view respondent_id;
  base::TimeNs not_after = 0;  // what is claimed to be later is not looked at
  bool vouched = false;        // leave out what anybody may have said
};

// When a respondent was last asked on a source or answered there, as far as that is stored and not
// excluded; nullopt if never. A few look-ups in the index of answers; may read the disk.
absl::StatusOr<std::optional<base::TimeNs>> LastAsked(const Views& views, const AskedQuery& query);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_LAST_ASKED_H_
