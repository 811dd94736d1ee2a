#ifndef VOC_SERVER_RPC_STREAM_STATE_H_
#define VOC_SERVER_RPC_STREAM_STATE_H_

namespace voc::rpc {

// What a stream of responses may do next. gRPC takes one write at a time, exactly
// one Finish, no Finish while a write is in flight, and nothing after it; a
// cancelled call must be finished too. Its owner guards it with a lock and does
// as it is told.
class StreamState {
 public:
  // Whether a write may be started; if so it has to be.
  bool StartWrite() {
    if (write_in_flight_ || finish_requested_) return false;
    write_in_flight_ = true;
    return true;
  }

  // The write ended; if it failed, so has the stream. Whether to finish now.
  bool EndWrite(bool ok) {
    write_in_flight_ = false;
    if (!ok) finish_requested_ = true;
    return Finish();
  }

  // No more writes are wanted, or the call was cancelled. Whether to finish now; if a write is in
  // flight, its end will tell.
  bool RequestFinish() {
    finish_requested_ = true;
    return Finish();
  }

  bool write_in_flight() const { return write_in_flight_; }
  bool finish_requested() const { return finish_requested_; }
  bool finished() const { return finished_; }

 private:
  bool Finish() {
    if (!finish_requested_ || write_in_flight_ || finished_) return false;
    finished_ = true;
    return true;
  }

  bool write_in_flight_ = false;
  bool finish_requested_ = false;
  bool finished_ = false;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_STREAM_STATE_H_
