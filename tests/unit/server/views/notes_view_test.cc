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

CommittedEvent Csat(const std::string& id, int points, int top) {
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  v1::Source& source = *event->mutable_note()->mutable_source();
  source.set_source_id(id);
  source.set_metric(v1::METRIC_CSAT);
  source.set_scale_points(points);
  source.set_top_box(top);
  return {.sequence = 1, .event = std::move(event), .before = nullptr};
}

TEST(NotesViewTest, SaysWhichSourcesHaveATopBoxOfTheirOwn) {
  NotesView view;
  EXPECT_EQ(view.top_boxes(), nullptr);
  view.Apply(Csat("default", 5, 2));
  view.Apply(Mark("m"));
  EXPECT_EQ(view.top_boxes(), nullptr);
  view.Apply(Csat("own", 5, 1));
  const std::shared_ptr<const TopBoxes> held = view.top_boxes();
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(*held, (TopBoxes{{"own", {.points = 5, .top = 1}}}));
  view.Apply(Csat("own", 7, 3));
  EXPECT_EQ(view.top_boxes()->at("own"), (TopBox{.points = 7, .top = 3}));
  EXPECT_EQ(held->at("own").points, 5);
  view.Apply(Csat("own", 7, 2));
  EXPECT_EQ(view.top_boxes(), nullptr);
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
