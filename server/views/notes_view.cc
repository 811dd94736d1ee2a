#include "server/views/notes_view.h"

#include <optional>
#include <utility>

#include "server/metrics/csat.h"

namespace voc::views {

absl::StatusOr<NotesView> NotesView::Load(const store::ViewStore& store) {
  NotesView view;
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kNotes, "");
  while (reader->Next()) {
    const absl::Status loaded = view.notes_->Load(reader->key(), reader->value());
    if (!loaded.ok()) return loaded;
  }
  if (!reader->status().ok()) return reader->status();
  view.FindTopBoxes();
  return view;
}

std::vector<notes::Notes::Change> NotesView::Apply(const CommittedEvent& committed) {
  if (notes_.use_count() > 1) notes_ = std::make_shared<notes::Notes>(*notes_);
  std::vector<notes::Notes::Change> changes =
      notes_->Apply(notes::NotePtr(committed.event, &committed.event->note()));
  if (committed.event->note().has_source()) FindTopBoxes();
  return changes;
}

void NotesView::FindTopBoxes() {
  auto found = std::make_shared<TopBoxes>();
  for (const auto& [source_id, note] : notes_->sources()) {
    const v1::Source& source = note->source();
    const std::optional<int> from = metrics::CsatTopBoxFrom(source.scale_points());
    if (source.metric() != v1::METRIC_CSAT || !from.has_value()) continue;
    const bool own = source.scale_points() - *from + 1 != source.top_box();
    if (own) {
      found->emplace(source_id, TopBox{.points = source.scale_points(), .top = source.top_box()});
    }
  }
  top_boxes_ = found->empty() ? nullptr : std::move(found);
}

}  // namespace voc::views
