#ifndef VOC_SERVER_VIEWS_ID_PAGE_H_
#define VOC_SERVER_VIEWS_ID_PAGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/ingest/feedback_key.h"
#include "server/views/known_feedback.h"
#include "server/views/run_pages.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

// Where a run has what it knows of an id.
PageKey IdPageKey(store::Sequence run, const ingest::FeedbackId& id);

// Makes the pages of a run's ids.
class IdPages {
 public:
  // `pages` must outlive this.
  IdPages(store::Sequence run, store::Run* pages) : pages_(run, pages) {}

  // In ascending order of ids, each once.
  void Add(const ingest::FeedbackId& id, const KnownFeedback& known);
  // Once all were added.
  void Finish() { pages_.Finish(); }

 private:
  PageWriter pages_;
  std::string entry_;
};

// What the page, or the part of it (ReadPage, by MarkId), that an id belongs in knows of it;
// nullopt if nothing. DATA_LOSS if what must be read to say so is not what IdPages made.
absl::StatusOr<std::optional<KnownFeedback>> FindInIdPage(std::string_view page,
                                                          const ingest::FeedbackId& id);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_ID_PAGE_H_
