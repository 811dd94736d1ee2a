#include "server/notes/notes.h"

#include <algorithm>
#include <optional>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/auth/origin.h"
#include "server/ingest/sha256.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::notes {
namespace {

constexpr char kMarkKind = 'm';
constexpr char kImportKind = 'i';
constexpr char kSourceKind = 's';

}  // namespace

std::string MarkKey(std::string_view mark_id) { return std::string(1, kMarkKind).append(mark_id); }

std::string ImportKey(std::string_view import_id) {
  return std::string(1, kImportKind).append(import_id);
}

std::string SourceKey(std::string_view source_id) {
  return std::string(1, kSourceKind).append(source_id);
}

std::string EncodeNote(const storage::v1::Note& note) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  note.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

bool AllowsOrigin(const v1::Source& source, std::string_view origin) {
  const std::optional<std::string> normal = auth::NormalizeOrigin(origin);
  if (!normal.has_value()) return false;
  const std::string star = auth::StarPatternOf(*normal);
  return std::any_of(
      source.allowed_origins().begin(), source.allowed_origins().end(),
      [&](const std::string& allowed) { return allowed == *normal || allowed == star; });
}

v1::Source WithoutSecrets(const v1::Source& source) {
  v1::Source shown = source;
  for (v1::TokenKey& key : *shown.mutable_token_keys()) {
    if (key.algorithm() == v1::TOKEN_ALGORITHM_HS256) key.clear_key();
  }
  return shown;
}

std::vector<Notes::Change> Notes::Apply(NotePtr note) {
  std::vector<Change> changes;
  switch (note->kind_case()) {
    case storage::v1::Note::kMark:
      changes.push_back({MarkKey(note->mark().mark_id()), note});
      PutMark(std::move(note));
      break;
    case storage::v1::Note::kDeletedMark:
      changes.push_back({MarkKey(note->deleted_mark().mark_id()), nullptr});
      RemoveMark(note->deleted_mark().mark_id());
      break;
    case storage::v1::Note::kImport:
      changes.push_back({ImportKey(note->import().import_id()), note});
      PutImport(std::move(note));
      while (imports_.size() > limits_.imports || import_bytes_ > limits_.import_bytes) {
        const std::string oldest = imports_.begin()->first.second;
        RemoveImport(oldest);
        changes.push_back({ImportKey(oldest), nullptr});
      }
      break;
    case storage::v1::Note::kSource:
      changes.push_back({SourceKey(note->source().source_id()), note});
      PutSource(std::move(note));
      break;
    case storage::v1::Note::KIND_NOT_SET:
      break;
  }
  return changes;
}

absl::Status Notes::Load(std::string_view key, std::string_view value) {
  auto note = std::make_shared<storage::v1::Note>();
  if (note->ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    if (note->has_mark() && key == MarkKey(note->mark().mark_id())) {
      PutMark(std::move(note));
      return absl::OkStatus();
    }
    if (note->has_import() && key == ImportKey(note->import().import_id())) {
      PutImport(std::move(note));
      return absl::OkStatus();
    }
    if (note->has_source() && key == SourceKey(note->source().source_id())) {
      PutSource(std::move(note));
      return absl::OkStatus();
    }
  }
  return absl::DataLossError("an entry of the notes is damaged");
}

const v1::Mark* Notes::FindMark(std::string_view mark_id) const {
  const auto time = mark_times_.find(base::ToAbsl(mark_id));
  if (time == mark_times_.end()) return nullptr;
  return &marks_.at({time->second, time->first})->mark();
}

NotePtr Notes::FindImport(std::string_view import_id) const {
  const auto time = import_times_.find(base::ToAbsl(import_id));
  if (time == import_times_.end()) return nullptr;
  return imports_.at({time->second, time->first});
}

NotePtr Notes::FindSource(std::string_view source_id) const {
  const auto found = sources_.find(source_id);
  return found == sources_.end() ? nullptr : found->second;
}

NotePtr Notes::FindSourceByKey(std::string_view key) const {
  const auto found = sources_by_key_.find(ingest::Sha256(key));
  return found == sources_by_key_.end() ? nullptr : found->second;
}

bool Notes::AllowsOrigin(std::string_view origin) const {
  const std::optional<std::string> normal = auth::NormalizeOrigin(origin);
  return normal.has_value() &&
         (origins_.contains(*normal) || origins_.contains(auth::StarPatternOf(*normal)));
}

void Notes::PutMark(NotePtr note) {
  const v1::Mark& mark = note->mark();
  RemoveMark(mark.mark_id());
  const base::TimeNs time = base::FromTimestamp(mark.mark_time());
  mark_times_[mark.mark_id()] = time;
  marks_[{time, mark.mark_id()}] = std::move(note);
}

void Notes::PutImport(NotePtr note) {
  const v1::Import& import = note->import();
  RemoveImport(import.import_id());
  const base::TimeNs time = base::FromTimestamp(import.begin_time());
  import_times_[import.import_id()] = time;
  import_bytes_ += note->ByteSizeLong();
  imports_[{time, import.import_id()}] = std::move(note);
}

void Notes::PutSource(NotePtr note) {
  const v1::Source& source = note->source();
  RemoveSource(source.source_id());
  source_bytes_ += note->ByteSizeLong();
  for (const v1::SourceKey& key : source.keys()) {
    sources_by_key_[ingest::Sha256(key.key())] = note;
  }
  for (const std::string& origin : source.allowed_origins()) ++origins_[origin];
  sources_[source.source_id()] = std::move(note);
}

void Notes::RemoveSource(std::string_view source_id) {
  const auto found = sources_.find(source_id);
  if (found == sources_.end()) return;
  const v1::Source& source = found->second->source();
  source_bytes_ -= found->second->ByteSizeLong();
  for (const v1::SourceKey& key : source.keys()) {
    sources_by_key_.erase(ingest::Sha256(key.key()));
  }
  for (const std::string& origin : source.allowed_origins()) {
    const auto count = origins_.find(origin);
    if (--count->second == 0) origins_.erase(count);
  }
  sources_.erase(found);
}

void Notes::RemoveMark(std::string_view mark_id) {
  const auto time = mark_times_.find(base::ToAbsl(mark_id));
  if (time == mark_times_.end()) return;
  marks_.erase({time->second, time->first});
  mark_times_.erase(time);
}

void Notes::RemoveImport(std::string_view import_id) {
  const auto time = import_times_.find(base::ToAbsl(import_id));
  if (time == import_times_.end()) return;
  const auto import = imports_.find({time->second, time->first});
  import_bytes_ -= import->second->ByteSizeLong();
  imports_.erase(import);
  import_times_.erase(time);
}

}  // namespace voc::notes
