#ifndef VOC_SERVER_INGEST_COMMAND_H_
#define VOC_SERVER_INGEST_COMMAND_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "server/ingest/content_hash.h"
#include "server/ingest/feedback_key.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/import.pb.h"
#include "voc/v1/mark.pb.h"
#include "voc/v1/source.pb.h"

namespace voc::ingest {

// A mark with an id, checked; update_time is not set.
struct RecordMark {
  v1::Mark mark;
};

struct DeleteMark {
  std::string mark_id;
};

// Counts, state and times are not set.
struct BeginImport {
  v1::Import import;
};

struct ReportImport {
  v1::ReportImportRequest report;
};

// How an undo or a redo moves an import.
struct MoveImport {
  std::string import_id;
  enum class To {
    kUnmoved,  // says only how it is
    kEnded,    // RUNNING becomes DONE
    kUndone,   // DONE becomes UNDONE
    kRedone,   // UNDONE becomes DONE
  };
  To to = To::kUnmoved;
};

// A source, checked and normalised, and its first key; times are not set.
struct CreateSource {
  v1::Source source;
  std::string key;
};

// Replaces these fields of a source (server/ingest/source_definition.h), which need not be checked.
struct UpdateSource {
  v1::Source source;
  std::vector<std::string> fields;
};

struct CreateSourceKey {
  std::string source_id;
  std::string key;
};

struct RevokeSourceKey {
  std::string source_id;
  std::string key;
};

// A valid feedback, normalised and annotated, ready to be decided.
struct SubmitCommand {
  FeedbackId id;
  ContentHash content_hash{};
  // Becomes the event in the log; until it is decided it holds the feedback, with
  // collected_at set only if the client claimed it, what was asked, and what is above.
  // As a rule it shares the ownership of the arena that its whole request was decoded into.
  std::shared_ptr<storage::v1::FeedbackEvent> event;
  bool language_given = false;
  // EncodeUndecided of the feedback, on that arena; whoever changes the feedback clears it.
  // Empty: not encoded yet.
  std::string_view undecided;
  // Whether no alert rule matches.
  bool matches_nothing = false;
  // MarkOfAnswer of the feedback.
  std::optional<uint64_t> answer_mark;
};

// A feedback that failed validation. It is decided too, so that every answer of
// a request comes in order from one place.
struct RejectCommand {
  std::unique_ptr<google::rpc::Status> error;
};

struct ExcludeCommand {
  FeedbackId id;
  v1::ExclusionKind kind = v1::EXCLUSION_KIND_UNSPECIFIED;
  std::string reason;
};

struct RestoreCommand {
  FeedbackId id;
};

// What a human says of a text; correct_time and heard are not set.
struct CorrectCommand {
  FeedbackId id;
  v1::Correction correction;
};

struct WithdrawCommand {
  FeedbackId id;
};

// What the running versions hear in a text that was read some time ago.
struct RescoreCommand {
  FeedbackId id;
  std::shared_ptr<const storage::v1::FeedbackEvent> read;
  store::Sequence read_sequence = 0;  // of that event
  v1::Annotation heard;
};

// Takes out what an import leaves out, unless it is out already.
struct LeaveOutCommand {
  FeedbackId id;
  std::string import_id;
  std::string reason;
};

// Takes back, or puts back, what an import did to a feedback.
struct UndoCommand {
  FeedbackId id;
  std::string import_id;
  // An event with which the import began to touch it.
  std::shared_ptr<const storage::v1::FeedbackEvent> read;
  store::Sequence read_sequence = 0;
  bool redo = false;
};

// Notes something of the store as a whole (server/ingest/decide_note.h).
struct NoteCommand {
  std::variant<RecordMark, DeleteMark, BeginImport, ReportImport, MoveImport, CreateSource,
               UpdateSource, CreateSourceKey, RevokeSourceKey>
      what;
};

using Command =
    std::variant<SubmitCommand, RejectCommand, ExcludeCommand, RestoreCommand, CorrectCommand,
                 WithdrawCommand, RescoreCommand, LeaveOutCommand, UndoCommand, NoteCommand>;

// What became of one command.
struct CommandResult {
  // Everything but submitting leaves the outcome UNSPECIFIED, and has the rest below.
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  FeedbackId id;                               // of what was submitted, unless it was rejected
  store::Sequence sequence = 0;                // of the stored revision
  uint32_t revision = 0;                       // stored
  std::unique_ptr<google::rpc::Status> error;  // rejected only
  // NOT_FOUND for an unknown id; FAILED_PRECONDITION for a correction without a text;
  // of what is left out and of a note, see CheckRunning and DecideNote.
  absl::Status status;
  // The newest event of the feedback, as it is now; null after an error.
  std::shared_ptr<const storage::v1::FeedbackEvent> event;
  store::Sequence event_sequence = 0;
  bool appended = false;  // whether the command made that event
  bool out = false;       // of an UndoCommand: see Undone
  // What a NoteCommand is about, as it is now; null after an error.
  std::shared_ptr<const storage::v1::Note> note;
};

// The result of a submit as the API says it. Takes the error over.
void WriteResult(CommandResult& result, v1::SubmitResult& out);

// The commands of one request, decided together and in order.
struct Work {
  std::vector<Command> commands;
  size_t bytes = 0;  // what the request took, for the queue's limit
  // Called once, on a thread of the committer's, when everything the results depend
  // on is durable and visible to reads. Results are in the order of the commands;
  // empty unless the status is OK. UNAVAILABLE when the outcome is unknown. May
  // encode and send, but not wait: those behind it are answered after it.
  absl::AnyInvocable<void(absl::Status, std::vector<CommandResult>)> done;
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_COMMAND_H_
