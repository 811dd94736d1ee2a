// aged_store FOLDER COUNT: a store as it was left by a vocd of two years ago whose model heard
// praise and the theme "aged" in every text. What came in was fresh then.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "server/ingest/committer.h"
#include "server/ingest/prepare.h"
#include "server/sentiment/annotator.h"
#include "server/views/views.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/fake_clock.h"

namespace voc {
namespace {

constexpr base::TimeNs kThen = 1'704'067'200 * base::kNsPerSecond;  // 2024
constexpr int kBatch = 1000;
// No model that runs has this version.
constexpr uint32_t kAgedVersion = 4'000'000'000;

constexpr const char* kTexts[] = {
    "Great product, I love it.",
    "Terrible. Slow, broken and useless, I hate it.",
    "It is a table.",
    "The worst support ever: rude, awful and horrible.",
    "Mycket bra och snabb service, jag är nöjd.",
    "Works well enough, but the export is a bit slow.",
    "Excellent, easy and fast. Thank you!",
};

class AgedAnnotator final : public sentiment::Annotator {
 public:
  sentiment::Annotation Annotate(const sentiment::Text& text) const override {
    sentiment::Annotation heard{
        .language = "en", .model_version = kAgedVersion, .themes_version = kAgedVersion};
    if (text.body.empty()) return heard;
    heard.score = 0.9;
    heard.label = sentiment::Label::kPositive;
    heard.themes = {"aged"};
    return heard;
  }
};

v1::Feedback* MakeFeedback(int i, google::protobuf::Arena* arena) {
  auto* const feedback = google::protobuf::Arena::CreateMessage<v1::Feedback>(arena);
  feedback->set_source_id(absl::StrCat("s", i % 3));
  feedback->set_submission_id(absl::StrFormat("k%07d", i));
  const std::string text = kTexts[i % std::size(kTexts)];
  if (i % 4 != 3) {
    feedback->mutable_mention()->set_body(text);
    return feedback;
  }
  feedback->mutable_response()->set_metric(v1::METRIC_NPS);
  feedback->mutable_response()->set_score(i % 11);
  if (i % 5 != 0) feedback->mutable_response()->set_comment(text);
  return feedback;
}

absl::Status Fill(const std::string& folder, int count) {
  auto database = rocks::Database::Open({.path = folder, .durability = rocks::Durability::kOs});
  if (!database.ok()) return database.status();
  auto views = views::Views::Open(&(*database)->log(), &(*database)->views(), {});
  if (!views.ok()) return views.status();
  base::FakeClock clock(kThen);
  const std::unique_ptr<ingest::Committer> committer = ingest::Committer::Start(
      {.log = &(*database)->log(), .views = views->get(), .clock = &clock, .listeners = {}});
  const AgedAnnotator annotator;
  absl::Status result;
  for (int begin = 0; begin < count && result.ok(); begin += kBatch) {
    clock.Advance(base::kNsPerSecond);
    auto arena = std::make_shared<google::protobuf::Arena>();
    ingest::Work work;
    for (int i = begin; i < std::min(begin + kBatch, count); ++i) {
      work.commands.push_back(ingest::Prepare(MakeFeedback(i, arena.get()), arena, annotator));
    }
    absl::Notification done;
    work.done = [&](absl::Status status, const std::vector<ingest::CommandResult>&) {
      result = std::move(status);
      done.Notify();
    };
    if (absl::Status queued = committer->Enqueue(std::move(work)); !queued.ok()) return queued;
    done.WaitForNotification();
  }
  committer->Drain();
  views->reset();
  if (!result.ok()) return result;
  return (*database)->Close();
}

}  // namespace
}  // namespace voc

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: aged_store FOLDER COUNT\n");
    return 2;
  }
  const absl::Status filled = voc::Fill(argv[1], std::atoi(argv[2]));
  if (filled.ok()) return 0;
  std::fprintf(stderr, "aged_store: %s\n", filled.ToString().c_str());
  return 1;
}
