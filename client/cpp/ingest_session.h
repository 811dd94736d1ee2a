#ifndef VOC_CLIENT_CPP_INGEST_SESSION_H_
#define VOC_CLIENT_CPP_INGEST_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "client/cpp/client.h"
#include "voc/v1/feedback.pb.h"

namespace voc::client {

// How much an IngestSession holds that is not acknowledged yet. Send() waits
// while either is reached; one request always fits.
struct IngestWindow {
  int64_t max_items = 20'000;
  size_t max_bytes = 16 * 1024 * 1024;
};

// The fast way to write: many requests in flight on one Ingest stream, whose
// results come back in order. When the stream breaks for a passing reason the
// session connects again and sends everything unacknowledged once more, in
// order. That is harmless, since feedback is known by its key. What the broken
// stream had stored comes back as UNCHANGED; the session recognises it by its
// sequence and reports the CREATED or UPDATED that was lost, so that the counts
// of an interrupted import are those of an uninterrupted one.
//
// Send() and Finish() are for one thread; the callback comes on another, one
// call at a time, and must not call the session.
class IngestSession {
 public:
  // One result a feedback of the request, in order. Called once a request, in
  // the order of Send().
  using OnResponse = std::function<void(const v1::IngestRequest&, const v1::IngestResponse&)>;

  // `client` must outlive the session.
  IngestSession(Client& client, const IngestWindow& window, OnResponse on_response);

  // Cancels what is not finished.
  ~IngestSession();

  IngestSession(const IngestSession&) = delete;
  IngestSession& operator=(const IngestSession&) = delete;

  // Takes the request over; waits while the window is full. Fails once the
  // session has failed: the retry budget was used up, or the server refused the
  // stream for good. Requests hold up to 1,000 feedback and 4 MiB.
  absl::Status Send(v1::IngestRequest request);

  // Waits until all is acknowledged. Nothing can be sent after.
  absl::Status Finish();

 private:
  struct Pending {
    v1::IngestRequest request;
    size_t bytes = 0;
    // Written to an earlier stream too, which may have stored it.
    bool sent_before = false;
  };
  class Attempt;

  void Run();
  absl::Status FindHighestSequence();
  // One stream, from open to finished. `answered` tells whether a response came.
  absl::Status RunAttempt(bool* answered);
  void WriteAll(Attempt& attempt);
  // Returns why reading stopped if it was this side that stopped it.
  absl::Status ReadAll(Attempt& attempt, bool* answered);
  // Tells what a repeated request would have been told the first time.
  void RestoreOutcomes(bool sent_before, v1::IngestResponse& response);
  void End(absl::Status status);

  bool CanSend() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool CanStart() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool CanWrite() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  Client& client_;
  const IngestWindow window_;
  const OnResponse on_response_;

  absl::Mutex mutex_;
  // Requests without response. A deque keeps its elements in place while others
  // are pushed and popped at the ends, so the writer reads them unlocked.
  std::deque<Pending> pending_ ABSL_GUARDED_BY(mutex_);
  // How many of pending_ were written to the current stream.
  size_t written_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t pending_items_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t pending_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool finishing_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool stream_broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  Attempt* attempt_ ABSL_GUARDED_BY(mutex_) = nullptr;

  // What a broken stream stored unnoticed lies above it. Absent until the server
  // was asked. Used by one thread at a time: the session's own, or the reader it
  // waits for.
  std::optional<uint64_t> highest_sequence_;

  // Declared last: it uses all of the above.
  std::thread thread_;
};

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_INGEST_SESSION_H_
