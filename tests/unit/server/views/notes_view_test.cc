#include "server/views/notes_view.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"

namespace voc::views {
namespace {

CommittedEvent Mark(const std::string& id) {
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  event->mutable_note()->mutable_mark()->set_mark_id(id);
  return {.sequence = 1, .event = std::move(event), .before = nullptr};
}

TEST(NotesViewTest, AReaderKeepsWhatItTook) {
  NotesView view;
  view.Apply(Mark("a"));
  const std::shared_ptr<const notes::Notes> held = view.now();
  EXPECT_EQ(view.now(), held);  // nothing changed, nothing copied
  EXPECT_EQ(view.Apply(Mark("b")).size(), 1u);
  EXPECT_EQ(held->marks().size(), 1u);
  EXPECT_EQ(view.now()->marks().size(), 2u);
}

TEST(NotesViewTest, LoadsWhatIsStoredAndNoDamage) {
  const base::TempDir dir;
  auto database = rocks::Database::Open({.path = dir.path(), .durability = rocks::Durability::kOs});
  ASSERT_TRUE(database.ok()) << database.status();
  store::ViewStore& store = (*database)->views();
  EXPECT_TRUE(NotesView::Load(store)->now()->marks().empty());
  store::RunSet runs;
  runs[store::Table::kNotes].Add(notes::MarkKey("a"), Mark("a").event->note().SerializeAsString());
  ASSERT_TRUE(store.Install(std::move(runs)).ok());
  EXPECT_EQ(NotesView::Load(store)->now()->marks().size(), 1u);
  store::RunSet damage;
  damage[store::Table::kNotes].Add(notes::MarkKey("b"), "x");
  ASSERT_TRUE(store.Install(std::move(damage)).ok());
  EXPECT_TRUE(absl::IsDataLoss(NotesView::Load(store).status()));
}

}  // namespace
}  // namespace voc::views
