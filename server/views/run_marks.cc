#include "server/views/run_marks.h"

#include "google/protobuf/io/coded_stream.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr size_t kMaxVarintBytes = 10;
constexpr size_t kNoteBytes = sizeof(RunKey::note);

// What marks of ids and of answers take, about: they are as good as random, so
// neighbours lie far apart.
constexpr size_t kIdMarkBytes = 8;
constexpr size_t kAnswerMarkBytes = 4 + kNoteBytes;

absl::Status Damaged() { return absl::DataLossError("marks of a run are damaged"); }

CodedInputStream StreamOf(std::string_view bytes) {
  return CodedInputStream(reinterpret_cast<const uint8_t*>(bytes.data()),
                          static_cast<int>(bytes.size()));
}

void AppendVarint(uint64_t number, std::string& out) {
  uint8_t bytes[kMaxVarintBytes];
  const uint8_t* const end = CodedOutputStream::WriteVarint64ToArray(number, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(end - bytes));
}

}  // namespace

std::string IdMarksKey(store::Sequence run) {
  std::string key;
  base::AppendBigEndian64(key, run);
  return key;
}

std::string AnswerMarksKey(store::Sequence run) { return IdMarksKey(run).append(1, 'a'); }

std::string EncodeIdMarks(std::span<const uint64_t> marks) {
  std::string bytes;
  bytes.reserve(marks.size() * kIdMarkBytes);
  uint64_t before = 0;
  for (const uint64_t mark : marks) {
    AppendVarint(mark - before, bytes);
    before = mark;
  }
  return bytes;
}

absl::Status DecodeIdMarks(std::string_view bytes, std::vector<uint64_t>& marks) {
  CodedInputStream in = StreamOf(bytes);
  uint64_t mark = 0;
  for (uint64_t step = 0; !in.ExpectAtEnd(); mark += step, marks.push_back(mark)) {
    if (!in.ReadVarint64(&step) || step > UINT64_MAX - mark) return Damaged();
  }
  return absl::OkStatus();
}

std::string EncodeAnswerMarks(std::span<const RunKey> keys) {
  std::string bytes;
  bytes.reserve(keys.size() * kAnswerMarkBytes);
  uint32_t before = 0;
  for (const RunKey& key : keys) {
    AppendVarint(key.mark - before, bytes);
    bytes.push_back(static_cast<char>(key.note >> 8));
    bytes.push_back(static_cast<char>(key.note));
    before = key.mark;
  }
  return bytes;
}

absl::Status DecodeAnswerMarks(std::string_view bytes, std::vector<RunKey>& keys) {
  CodedInputStream in = StreamOf(bytes);
  RunKey key;
  while (!in.ExpectAtEnd()) {
    uint64_t step = 0;
    if (!in.ReadVarint64(&step) || step > UINT32_MAX - key.mark) return Damaged();
    uint8_t note[kNoteBytes];
    if (!in.ReadRaw(note, kNoteBytes)) return Damaged();
    key.mark += static_cast<uint32_t>(step);
    key.note = static_cast<uint16_t>(note[0] << 8 | note[1]);
    keys.push_back(key);
  }
  return absl::OkStatus();
}

}  // namespace voc::views
