#include "server/views/notes_view.h"

namespace voc::views {

absl::StatusOr<NotesView> NotesView::Load(const store::ViewStore& store) {
  NotesView view;
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kNotes, "");
  while (reader->Next()) {
    const absl::Status loaded = view.notes_->Load(reader->key(), reader->value());
    if (!loaded.ok()) return loaded;
  }
  if (!reader->status().ok()) return reader->status();
  return view;
}

std::vector<notes::Notes::Change> NotesView::Apply(const CommittedEvent& committed) {
  if (notes_.use_count() > 1) notes_ = std::make_shared<notes::Notes>(*notes_);
  return notes_->Apply(notes::NotePtr(committed.event, &committed.event->note()));
}

}  // namespace voc::views
