#include "server/ingest/decide_note.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/ingest/decide_source.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

using NewNote = std::shared_ptr<storage::v1::Note>;
using Decided = absl::StatusOr<DecidedNote>;

Decided Fresh(NewNote note) { return DecidedNote{.note = std::move(note), .fresh = true}; }
Decided Stays(notes::NotePtr note) { return DecidedNote{.note = std::move(note)}; }

absl::Status NoSuchImport(std::string_view import_id) {
  return base::WithReason(
      absl::NotFoundError(absl::StrCat("no import has the id ", base::ToAbsl(import_id))),
      "IMPORT_NOT_FOUND");
}

absl::Status Refused(std::string_view import_id, std::string_view what, std::string_view reason) {
  return base::WithReason(absl::FailedPreconditionError(absl::StrCat(
                              "the import ", base::ToAbsl(import_id), " is ", base::ToAbsl(what))),
                          reason);
}

Decided Decide(const RecordMark& command, const notes::Notes& notes, Moment moment) {
  const v1::Mark* const known = notes.FindMark(command.mark.mark_id());
  if (known == nullptr && notes.marks().size() >= notes::kMaxMarks) {
    return base::WithReason(absl::ResourceExhaustedError(absl::StrCat("at most ", notes::kMaxMarks,
                                                                      " marks stand at a time")),
                            "TOO_MANY_MARKS");
  }
  auto note = std::make_shared<storage::v1::Note>();
  *note->mutable_mark() = command.mark;
  if (known != nullptr) {
    *note->mutable_mark()->mutable_update_time() = known->update_time();
    if (google::protobuf::util::MessageDifferencer::Equals(note->mark(), *known)) {
      return Stays(std::move(note));
    }
  }
  base::SetTimestamp(moment.now, *note->mutable_mark()->mutable_update_time());
  return Fresh(std::move(note));
}

Decided Decide(const DeleteMark& command, const notes::Notes& notes, Moment) {
  if (notes.FindMark(command.mark_id) == nullptr) {
    return base::WithReason(
        absl::NotFoundError(absl::StrCat("no mark has the id ", command.mark_id)),
        "MARK_NOT_FOUND");
  }
  auto note = std::make_shared<storage::v1::Note>();
  note->mutable_deleted_mark()->set_mark_id(command.mark_id);
  return Fresh(std::move(note));
}

Decided Decide(const BeginImport& command, const notes::Notes& notes, Moment moment) {
  auto note = std::make_shared<storage::v1::Note>();
  v1::Import& import = *note->mutable_import();
  import = command.import;
  base::SetTimestamp(moment.now, *import.mutable_begin_time());
  note->set_first_sequence(moment.sequence);
  if (const notes::NotePtr known = notes.FindImport(import.import_id()); known != nullptr) {
    if (known->import().state() == v1::IMPORT_STATE_UNDONE) {
      return Refused(import.import_id(), "undone: redo it first, or begin another",
                     "IMPORT_UNDONE");
    }
    *import.mutable_begin_time() = known->import().begin_time();
    if (known->import().has_counts()) *import.mutable_counts() = known->import().counts();
    note->set_first_sequence(known->first_sequence());
  }
  import.set_state(v1::IMPORT_STATE_RUNNING);
  base::SetTimestamp(moment.now, *import.mutable_update_time());
  return Fresh(std::move(note));
}

Decided Decide(const ReportImport& command, const notes::Notes& notes, Moment moment) {
  const notes::NotePtr known = notes.FindImport(command.report.import_id());
  if (known == nullptr) return NoSuchImport(command.report.import_id());
  auto note = std::make_shared<storage::v1::Note>(*known);
  v1::Import& import = *note->mutable_import();
  *import.mutable_files() = command.report.files();
  *import.mutable_counts() = command.report.counts();
  // One that somebody ended or undid meanwhile stays so.
  if (command.report.done() && import.state() == v1::IMPORT_STATE_RUNNING) {
    import.set_state(v1::IMPORT_STATE_DONE);
    note->set_last_sequence(moment.sequence);
  }
  base::SetTimestamp(moment.now, *import.mutable_update_time());
  return Fresh(std::move(note));
}

Decided Decide(const MoveImport& command, const notes::Notes& notes, Moment moment) {
  const notes::NotePtr known = notes.FindImport(command.import_id);
  if (known == nullptr) return NoSuchImport(command.import_id);
  const v1::ImportState state = known->import().state();
  auto note = std::make_shared<storage::v1::Note>(*known);
  v1::Import& import = *note->mutable_import();
  switch (command.to) {
    case MoveImport::To::kUnmoved:
      return Stays(known);
    case MoveImport::To::kEnded:
      if (state != v1::IMPORT_STATE_RUNNING) return Stays(known);
      import.set_state(v1::IMPORT_STATE_DONE);
      note->set_last_sequence(moment.sequence);
      break;
    case MoveImport::To::kUndone:
      if (state == v1::IMPORT_STATE_RUNNING) {
        return Refused(command.import_id, "going on again", "IMPORT_RUNNING");
      }
      if (state == v1::IMPORT_STATE_UNDONE) return Stays(known);
      import.set_state(v1::IMPORT_STATE_UNDONE);
      break;
    case MoveImport::To::kRedone:
      if (state != v1::IMPORT_STATE_UNDONE) return Stays(known);
      import.set_state(v1::IMPORT_STATE_DONE);
      break;
  }
  base::SetTimestamp(moment.now, *import.mutable_update_time());
  return Fresh(std::move(note));
}

Decided Decide(const CreateSource& command, const notes::Notes& notes, Moment moment) {
  return DecideSource(command, notes, moment);
}
Decided Decide(const UpdateSource& command, const notes::Notes& notes, Moment moment) {
  return DecideSource(command, notes, moment);
}
Decided Decide(const CreateSourceKey& command, const notes::Notes& notes, Moment moment) {
  return DecideSource(command, notes, moment);
}
Decided Decide(const RevokeSourceKey& command, const notes::Notes& notes, Moment moment) {
  return DecideSource(command, notes, moment);
}

}  // namespace

absl::StatusOr<DecidedNote> DecideNote(const NoteCommand& command, const notes::Notes& notes,
                                       Moment moment) {
  return std::visit([&](const auto& what) { return Decide(what, notes, moment); }, command.what);
}

absl::Status CheckRunning(std::string_view import_id, const notes::Notes& notes) {
  const notes::NotePtr known = notes.FindImport(import_id);
  if (known != nullptr && known->import().state() == v1::IMPORT_STATE_RUNNING) {
    return absl::OkStatus();
  }
  return Refused(import_id, "not running", "IMPORT_NOT_RUNNING");
}

}  // namespace voc::ingest
