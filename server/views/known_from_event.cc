#include "server/views/known_from_event.h"

#include <algorithm>
#include <cstring>

#include "storage/base/time.h"

namespace voc::views {

KnownFeedback KnownFromEvent(const storage::v1::FeedbackEvent& event, store::Sequence sequence) {
  KnownFeedback known;
  known.sequence = event.feedback().sequence();
  known.event_sequence = sequence;
  std::memcpy(known.content_hash.data(), event.content_hash().data(),
              std::min(known.content_hash.size(), event.content_hash().size()));
  known.collected_at = base::FromTimestamp(event.feedback().collected_at());
  known.language = MarkLanguage(event.feedback().language());
  known.language_given = event.language_given();
  known.client_revision = event.feedback().client_revision();
  known.revision = event.feedback().revision();
  known.claimed = event.collected_at_claimed();
  known.excluded = event.feedback().has_exclusion();
  known.excluded_by_import = event.feedback().exclusion().kind() == v1::EXCLUSION_KIND_IMPORT;
  known.unverified = event.feedback().identity() == v1::IDENTITY_UNVERIFIED;
  return known;
}

}  // namespace voc::views
