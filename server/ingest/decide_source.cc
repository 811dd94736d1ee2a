#include "server/ingest/decide_source.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/sha256.h"
#include "server/ingest/source_definition.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

using NewNote = std::shared_ptr<storage::v1::Note>;
using Decided = absl::StatusOr<DecidedNote>;

absl::Status TooMany(std::string_view message, std::string_view reason) {
  return base::WithReason(absl::ResourceExhaustedError(base::ToAbsl(message)), reason);
}

// Logs the note, dated now, unless all sources would take too much.
Decided Fresh(NewNote note, const notes::Notes& notes, const notes::NotePtr& known, Moment moment) {
  base::SetTimestamp(moment.now, *note->mutable_source()->mutable_update_time());
  const size_t before = known == nullptr ? 0 : known->ByteSizeLong();
  if (notes.source_bytes() - before + note->ByteSizeLong() > notes::kMaxSourceBytes) {
    return TooMany(
        absl::StrCat("all sources together take at most ", notes::kMaxSourceBytes, " bytes"),
        "TOO_MANY_SOURCES");
  }
  return DecidedNote{.note = std::move(note), .fresh = true};
}

void AddKey(const std::string& key, Moment moment, v1::Source& source) {
  v1::SourceKey& added = *source.add_keys();
  added.set_key(key);
  base::SetTimestamp(moment.now, *added.mutable_create_time());
}

// Public keys too: who repeats a source as it was shown need not tell which ones were.
void KeepTokenKeys(const v1::Source& known, v1::Source& source) {
  for (v1::TokenKey& key : *source.mutable_token_keys()) {
    if (!key.key().empty()) continue;
    for (const v1::TokenKey& before : known.token_keys()) {
      if (before.key_id() == key.key_id() && before.algorithm() == key.algorithm()) {
        key.set_key(before.key());
      }
    }
  }
}

}  // namespace

absl::Status NoSuchSource(std::string_view source_id) {
  return base::WithReason(
      absl::NotFoundError(absl::StrCat("no source has the id ", base::ToAbsl(source_id))),
      "SOURCE_NOT_FOUND");
}

Decided DecideSource(const CreateSource& command, const notes::Notes& notes, Moment moment) {
  if (notes.FindSource(command.source.source_id()) != nullptr) {
    return base::WithReason(absl::AlreadyExistsError(absl::StrCat("there is a source with the id ",
                                                                  command.source.source_id())),
                            "SOURCE_EXISTS");
  }
  if (notes.sources().size() >= notes::kMaxSources) {
    return TooMany(absl::StrCat("at most ", notes::kMaxSources, " sources are defined"),
                   "TOO_MANY_SOURCES");
  }
  auto note = std::make_shared<storage::v1::Note>();
  v1::Source& source = *note->mutable_source();
  source = command.source;
  base::SetTimestamp(moment.now, *source.mutable_create_time());
  AddKey(command.key, moment, source);
  return Fresh(std::move(note), notes, nullptr, moment);
}

Decided DecideSource(const UpdateSource& command, const notes::Notes& notes, Moment moment) {
  const notes::NotePtr known = notes.FindSource(command.source.source_id());
  if (known == nullptr) return NoSuchSource(command.source.source_id());
  auto note = std::make_shared<storage::v1::Note>(*known);
  v1::Source& source = *note->mutable_source();
  ReplaceFields(command.source, command.fields, source);
  KeepTokenKeys(known->source(), source);
  const std::vector<base::Violation> violations = ValidateSource(source);
  if (!violations.empty()) return base::InvalidRequest(violations);
  NormalizeSource(source);
  if (notes::EncodeNote(*note) == notes::EncodeNote(*known)) return DecidedNote{.note = known};
  return Fresh(std::move(note), notes, known, moment);
}

Decided DecideSource(const CreateSourceKey& command, const notes::Notes& notes, Moment moment) {
  const notes::NotePtr known = notes.FindSource(command.source_id);
  if (known == nullptr) return NoSuchSource(command.source_id);
  if (known->source().keys_size() >= notes::kMaxSourceKeys) {
    return TooMany(absl::StrCat("a source has at most ", notes::kMaxSourceKeys,
                                " keys: revoke one that is not used"),
                   "TOO_MANY_KEYS");
  }
  auto note = std::make_shared<storage::v1::Note>(*known);
  AddKey(command.key, moment, *note->mutable_source());
  return Fresh(std::move(note), notes, known, moment);
}

Decided DecideSource(const RevokeSourceKey& command, const notes::Notes& notes, Moment moment) {
  const notes::NotePtr known = notes.FindSource(command.source_id);
  if (known == nullptr) return NoSuchSource(command.source_id);
  if (notes.FindSourceByKey(command.key) != known) {
    return base::WithReason(
        absl::NotFoundError(absl::StrCat("the source ", command.source_id, " has no such key")),
        "KEY_NOT_FOUND");
  }
  auto note = std::make_shared<storage::v1::Note>(*known);
  auto& keys = *note->mutable_source()->mutable_keys();
  const auto revoked = Sha256(command.key);
  for (int i = keys.size() - 1; i >= 0; --i) {
    if (Sha256(keys[i].key()) == revoked) keys.DeleteSubrange(i, 1);
  }
  return Fresh(std::move(note), notes, known, moment);
}

}  // namespace voc::ingest
