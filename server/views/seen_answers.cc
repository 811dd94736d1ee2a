#include "server/views/seen_answers.h"

#include "absl/hash/hash.h"
#include "server/views/answer_page.h"
#include "storage/base/strings.h"
#include "storage/base/thread_name.h"

namespace voc::views {

uint64_t MarkAnswer(std::string_view respondent, std::string_view source, int kind) {
  return absl::HashOf(base::ToAbsl(respondent), base::ToAbsl(source), kind);
}

void SeenAnswers::Load(const store::ViewStore* store, const Dictionaries* dictionaries) {
  reading_ = std::thread([this, store, dictionaries] {
    base::NameThread("seen-answers");
    if (Read(*store, *dictionaries).ok()) loaded_.store(true, std::memory_order_release);
  });
}

void SeenAnswers::Stop() {
  stopping_ = true;
  if (reading_.joinable()) reading_.join();
}

absl::Status SeenAnswers::Read(const store::ViewStore& store, const Dictionaries& dictionaries) {
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kAnswers, "");
  while (reader->Next()) {
    if (stopping_) return absl::CancelledError("stopped");
    const absl::StatusOr<PageKey> key = DecodePageKey(reader->key());
    if (!key.ok()) return key.status();
    if (!HoldsEntries(*key, reader->value())) continue;
    AnswerPage page(key->page, reader->value());
    while (page.Next()) {
      if (const absl::Status added = AddStored(page.key(), dictionaries); !added.ok()) return added;
    }
    if (!page.status().ok()) return page.status();
  }
  return reader->status();
}

absl::Status SeenAnswers::AddStored(const AnswerKey& key, const Dictionaries& dictionaries) {
  // No answer that a score is looked up by.
  if (key.kind == kAskedKind) return absl::OkStatus();
  // An entry of a damaged store may name what the dictionary does not hold.
  if (key.respondent >= dictionaries.Size(Dimension::kRespondent) ||
      key.source >= dictionaries.Size(Dimension::kSource)) {
    return absl::DataLossError("an answer names nobody");
  }
  const uint64_t mark = MarkAnswer(dictionaries.Name(Dimension::kRespondent, key.respondent),
                                   dictionaries.Name(Dimension::kSource, key.source), key.kind);
  // Once, though many runs may have it.
  if (!stored_.MayContain(mark)) stored_.Add(mark);
  return absl::OkStatus();
}

}  // namespace voc::views
