#ifndef VOC_SERVER_VIEWS_ANSWER_PAGE_H_
#define VOC_SERVER_VIEWS_ANSWER_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/io/coded_stream.h"
#include "server/views/past_answer.h"
#include "server/views/run_pages.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

// Where a run has the answers of a key.
PageKey AnswerPageKey(store::Sequence run, const AnswerKey& key);

// Makes the pages of a run's answers.
class AnswerPages {
 public:
  // `pages` must outlive this.
  AnswerPages(store::Sequence run, store::Run* pages) : pages_(run, pages) {}

  // Keys in the order of ComesBefore, each once. `answers`: at least one, as AppendAnswer makes
  // them, from the newest to the oldest.
  void Add(const AnswerKey& key, std::string_view answers);
  // Once all were added.
  void Finish() { pages_.Finish(); }

 private:
  PageWriter pages_;
  std::string entry_;
};

// The order of a run's keys: by MarkAnswerKey, then by respondent, source and kind.
bool ComesBefore(const AnswerKey& a, const AnswerKey& b);

// Walks a page, in the order of its keys. One thread uses it.
class AnswerPage {
 public:
  // `bytes` must outlive this. `number`: of the page, as its key says.
  AnswerPage(uint16_t number, std::string_view bytes);

  // False at the end, and where the page is not what AnswerPages made.
  bool Next();
  // DATA_LOSS after damage.
  const absl::Status& status() const { return status_; }

  // Of the entry that Next came to.
  const AnswerKey& key() const { return key_; }
  uint32_t mark() const { return mark_; }
  // For ForEachAnswer.
  std::string_view answers() const { return answers_; }

 private:
  bool ReadEntry();

  const uint16_t number_;
  const std::string_view bytes_;
  google::protobuf::io::CodedInputStream in_;
  AnswerKey key_;
  uint32_t mark_ = 0;  // MarkAnswerKey(key_)
  std::string_view answers_;
  absl::Status status_;
};

// The answers of a key in the page, or the part of it (ReadPage, by MarkAnswerKey), that it belongs
// in, for ForEachAnswer; empty if there are none. DATA_LOSS as AnswerPage.
absl::StatusOr<std::string_view> FindInAnswerPage(std::string_view page, const AnswerKey& key);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_ANSWER_PAGE_H_
