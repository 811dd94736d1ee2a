#include "server/views/answer_page.h"

#include <tuple>

namespace voc::views {
namespace {

using google::protobuf::io::CodedOutputStream;

constexpr size_t kMaxVarintBytes = 5;

auto Rank(uint32_t mark, const AnswerKey& key) {
  return std::make_tuple(mark, key.respondent, key.source, key.kind);
}

}  // namespace

PageKey AnswerPageKey(store::Sequence run, const AnswerKey& key) {
  return {.run = run, .page = PageOf(MarkAnswerKey(key))};
}

bool ComesBefore(const AnswerKey& a, const AnswerKey& b) {
  return Rank(MarkAnswerKey(a), a) < Rank(MarkAnswerKey(b), b);
}

void AnswerPages::Add(const AnswerKey& key, std::string_view answers) {
  uint8_t head[3 * kMaxVarintBytes + 1];
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(key.respondent, head);
  end = CodedOutputStream::WriteVarint32ToArray(key.source, end);
  *end++ = key.kind;
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(answers.size()), end);
  entry_.assign(reinterpret_cast<const char*>(head), static_cast<size_t>(end - head));
  entry_.append(answers);
  const uint32_t mark = MarkAnswerKey(key);
  pages_.Add(PageOf(mark), mark, entry_);
}

AnswerPage::AnswerPage(uint16_t number, std::string_view bytes)
    : number_(number),
      bytes_(bytes),
      in_(reinterpret_cast<const uint8_t*>(bytes.data()),
          bytes.size() > INT32_MAX ? 0 : static_cast<int>(bytes.size())) {}

bool AnswerPage::Next() {
  const bool first = in_.CurrentPosition() == 0;
  // A page holds something; one of 2 GiB is none.
  if (!status_.ok() || (!first && in_.ExpectAtEnd())) return false;
  const auto before = Rank(mark_, key_);
  const bool in_order = ReadEntry() && (first || before < Rank(mark_, key_));
  if (!in_order) status_ = absl::DataLossError("a page of the answers index is damaged");
  return in_order;
}

bool AnswerPage::ReadEntry() {
  uint32_t length = 0;
  if (!in_.ReadVarint32(&key_.respondent) || !in_.ReadVarint32(&key_.source) ||
      !in_.ReadRaw(&key_.kind, 1) || !in_.ReadVarint32(&length) || length == 0) {
    return false;
  }
  mark_ = MarkAnswerKey(key_);
  answers_ = bytes_.substr(static_cast<size_t>(in_.CurrentPosition()), length);
  return PageOf(mark_) == number_ && in_.Skip(static_cast<int>(length));
}

absl::StatusOr<std::string_view> FindInAnswerPage(std::string_view page, const AnswerKey& key) {
  const uint32_t wanted = MarkAnswerKey(key);
  AnswerPage walk(PageOf(wanted), page);
  while (walk.Next() && walk.mark() <= wanted) {
    if (walk.key() == key) return walk.answers();
  }
  if (!walk.status().ok()) return walk.status();
  return std::string_view();
}

}  // namespace voc::views
