#ifndef VOC_SERVER_VIEWS_NOTES_VIEW_H_
#define VOC_SERVER_VIEWS_NOTES_VIEW_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "server/notes/notes.h"
#include "server/views/committed.h"
#include "server/views/facts/top_boxes.h"
#include "storage/view_store.h"

namespace voc::views {

// The notes as of one event. They are copied before they change where a reader holds
// them. The owner serialises all calls.
class NotesView {
 public:
  // What the store holds. DATA_LOSS for what the run builder did not write.
  static absl::StatusOr<NotesView> Load(const store::ViewStore& store);

  std::shared_ptr<const notes::Notes> now() const { return notes_; }

  // The top boxes of sources; null where none has one of its own.
  std::shared_ptr<const TopBoxes> top_boxes() const { return top_boxes_; }

  // Folds in an event that has a note, and says what that changed.
  std::vector<notes::Notes::Change> Apply(const CommittedEvent& committed);

 private:
  void FindTopBoxes();

  std::shared_ptr<notes::Notes> notes_ = std::make_shared<notes::Notes>();
  std::shared_ptr<const TopBoxes> top_boxes_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_NOTES_VIEW_H_
