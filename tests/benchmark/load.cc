#include "tests/benchmark/load.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/benchmark/rows_file.h"

namespace voc::benchmark {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using Clock = std::chrono::steady_clock;

constexpr uint32_t kResultTag =
    WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr uint32_t kOutcomeTag = WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_VARINT);

const char* MethodOf(Call call) {
  switch (call) {
    case Call::kUnary:
      return "/voc.v1.FeedbackService/Submit";
    case Call::kIngest:
      return "/voc.v1.FeedbackService/Ingest";
    case Call::kBatch:
      return "/voc.v1.FeedbackService/BatchSubmit";
    case Call::kNoop:
      return "/voc.benchmark.NoopService/Submit";
  }
  return "";
}

absl::Status FromGrpc(const grpc::Status& status) {
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

// Rows in memory as a message, without a copy.
grpc::ByteBuffer Wrap(std::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size(), grpc::Slice::STATIC_SLICE);
  return {&slice, 1};
}

absl::StatusOr<uint64_t> Count(const grpc::ByteBuffer& response, Outcomes& outcomes) {
  grpc::Slice slice;
  if (!response.TrySingleSlice(&slice).ok() && !response.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("a response that cannot be read");
  }
  return CountOutcomes({reinterpret_cast<const char*>(slice.begin()), slice.size()}, outcomes);
}

// Something that waits in the completion queue; its address is the tag.
class Waiting {
 public:
  virtual ~Waiting() = default;
  virtual void Done(bool ok) = 0;
};

// What all calls share: the rows, the connections and the counts.
class Load {
 public:
  Load(const LoadOptions& options, std::string_view bytes) : options_(options), rows_(bytes) {
    for (uint64_t i = 0; i < options.connections; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetMaxReceiveMessageSize(-1);
      // Else channels to the same server share one connection.
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      channels_.push_back(
          grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments));
      stubs_.push_back(std::make_unique<grpc::GenericStub>(channels_.back()));
    }
  }

  bool Connect() {
    for (const auto& channel : channels_) {
      if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) {
        Fail(absl::UnavailableError(absl::StrCat("no connection to ", options_.server)));
        return false;
      }
    }
    return true;
  }

  const LoadOptions& options() const { return options_; }
  grpc::CompletionQueue* queue() { return &queue_; }
  grpc::GenericStub& stub(uint64_t i) { return *stubs_[i % stubs_.size()]; }

  // The tag of an operation that `waiting` is told about.
  void* Tag(Waiting* waiting) {
    ++pending_;
    return waiting;
  }

  // The clock of the measurement begins.
  void Begin() { start_ = Clock::now(); }

  // Until no operation is under way.
  LoadResult Run() {
    void* tag = nullptr;
    bool ok = false;
    while (pending_ > 0 && queue_.Next(&tag, &ok)) {
      --pending_;
      static_cast<Waiting*>(tag)->Done(ok);
    }
    result_.seconds = Seconds(Clock::now());
    return std::move(result_);
  }

  // The next request; without records at the end and after a failure.
  RowsCursor::Run Take(uint64_t rows) {
    if (!result_.status.ok()) return {};
    const RowsCursor::Run run = rows_.Take(rows);
    if (run.records == 0 && !rows_.AtEnd()) Fail(absl::DataLossError("no file of rows"));
    return run;
  }

  void Fail(const absl::Status& status) {
    if (result_.status.ok()) result_.status = status;
  }

  void Acknowledged(uint64_t rows, Clock::time_point sent, const grpc::ByteBuffer& response) {
    const Clock::time_point now = Clock::now();
    const absl::StatusOr<uint64_t> answered = Count(response, result_.outcomes);
    if (!answered.ok()) return Fail(answered.status());
    if (*answered != rows) return Fail(absl::InternalError("a request not answered in full"));
    ++result_.requests;
    result_.rows += rows;
    const uint64_t mark_rows = options_.mark_rows;
    if (mark_rows > 0 && result_.rows / mark_rows > result_.marks.size()) {
      result_.marks.push_back(Seconds(now));
    }
    result_.latency_us.push_back(std::chrono::duration<float, std::micro>(now - sent).count());
  }

 private:
  double Seconds(Clock::time_point now) const {
    return std::chrono::duration<double>(now - start_).count();
  }

  const LoadOptions options_;
  RowsCursor rows_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
  size_t pending_ = 0;
  Clock::time_point start_ = Clock::now();
  LoadResult result_;
};

// One of the unary calls in flight; makes the next when it is answered.
class UnaryCalls final : public Waiting {
 public:
  UnaryCalls(Load* load, uint64_t number, std::string method, uint64_t rows)
      : load_(load), number_(number), method_(std::move(method)), rows_(rows) {
    Next();
  }

  void Done(bool /*ok*/) override {
    if (status_.ok()) {
      load_->Acknowledged(run_.records, sent_, response_);
    } else {
      load_->Fail(FromGrpc(status_));
    }
    Next();
  }

 private:
  void Next() {
    run_ = load_->Take(rows_);
    if (run_.records == 0) return;
    call_.reset();
    context_.emplace();
    sent_ = Clock::now();
    call_ = load_->stub(number_).PrepareUnaryCall(&*context_, method_, Wrap(run_.bytes),
                                                  load_->queue());
    call_->StartCall();
    call_->Finish(&response_, &status_, load_->Tag(this));
  }

  Load* const load_;
  const uint64_t number_;
  const std::string method_;
  const uint64_t rows_;
  RowsCursor::Run run_;
  Clock::time_point sent_;
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> call_;
  grpc::ByteBuffer response_;
  grpc::Status status_;
};

// One Ingest stream with up to `in_flight` requests on their way.
class IngestCall {
 public:
  IngestCall(Load* load, uint64_t number, uint64_t in_flight) : load_(load), in_flight_(in_flight) {
    call_ = load->stub(number).PrepareCall(&context_, MethodOf(Call::kIngest), load->queue());
    call_->StartCall(load->Tag(&started_));
  }

 private:
  struct Step final : public Waiting {
    Step(IngestCall* owner, void (IngestCall::*what)(bool)) : call(owner), then(what) {}
    void Done(bool ok) override { (call->*then)(ok); }
    IngestCall* const call;
    void (IngestCall::*const then)(bool);
  };

  struct Sent {
    uint64_t rows = 0;
    Clock::time_point at;
  };

  void Started(bool ok) {
    if (!ok) return Finish();
    Read();
    Write();
  }

  void Wrote(bool ok) {
    writing_ = false;
    if (ok && !closed_) Write();
  }

  void Write() {
    if (writing_ || closed_ || sent_.size() >= in_flight_) return;
    const RowsCursor::Run run = load_->Take(load_->options().batch);
    writing_ = true;
    if (run.records == 0) {
      closed_ = true;
      call_->WritesDone(load_->Tag(&wrote_));
      return;
    }
    sent_.push_back({.rows = run.records, .at = Clock::now()});
    call_->Write(Wrap(run.bytes), load_->Tag(&wrote_));
  }

  void Read() { call_->Read(&response_, load_->Tag(&read_)); }

  void HasRead(bool ok) {
    if (!ok) return Finish();
    load_->Acknowledged(sent_.front().rows, sent_.front().at, response_);
    sent_.pop_front();
    Read();
    Write();
  }

  void Finish() { call_->Finish(&status_, load_->Tag(&finished_)); }

  void Finished(bool /*ok*/) {
    closed_ = true;
    if (!status_.ok()) load_->Fail(FromGrpc(status_));
    if (!sent_.empty()) load_->Fail(absl::InternalError("a stream ended before its answers"));
  }

  Load* const load_;
  const uint64_t in_flight_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  std::deque<Sent> sent_;
  bool writing_ = false;
  bool closed_ = false;
  grpc::ByteBuffer response_;
  grpc::Status status_;
  Step started_{this, &IngestCall::Started};
  Step wrote_{this, &IngestCall::Wrote};
  Step read_{this, &IngestCall::HasRead};
  Step finished_{this, &IngestCall::Finished};
};

// The answer of one outcome is a SubmitResult of which the rest is skipped.
bool ReadOutcome(CodedInputStream& input, int& outcome) {
  outcome = v1::OUTCOME_UNSPECIFIED;
  while (const uint32_t tag = input.ReadTag()) {
    if (tag != kOutcomeTag) {
      if (!WireFormatLite::SkipField(&input, tag)) return false;
      continue;
    }
    uint64_t value = 0;
    if (!input.ReadVarint64(&value) || value >= v1::Outcome_ARRAYSIZE) return false;
    outcome = static_cast<int>(value);
  }
  return input.ConsumedEntireMessage();
}

}  // namespace

absl::StatusOr<uint64_t> CountOutcomes(std::string_view response, Outcomes& outcomes) {
  CodedInputStream input(reinterpret_cast<const uint8_t*>(response.data()),
                         static_cast<int>(response.size()));
  uint64_t results = 0;
  while (const uint32_t tag = input.ReadTag()) {
    uint32_t length = 0;
    if (tag != kResultTag || !input.ReadVarint32(&length)) {
      return absl::InvalidArgumentError("no response of results");
    }
    const CodedInputStream::Limit outer = input.PushLimit(static_cast<int>(length));
    int outcome = 0;
    if (!ReadOutcome(input, outcome)) return absl::InvalidArgumentError("a damaged result");
    input.PopLimit(outer);
    ++outcomes[outcome];
    ++results;
  }
  if (!input.ConsumedEntireMessage()) return absl::InvalidArgumentError("a response cut short");
  return results;
}

LoadResult RunLoad(const LoadOptions& options, std::string_view bytes) {
  Load load(options, bytes);
  std::vector<std::unique_ptr<UnaryCalls>> calls;
  std::vector<std::unique_ptr<IngestCall>> streams;
  if (load.Connect()) {
    load.Begin();
    if (options.call == Call::kIngest) {
      const uint64_t each = std::max<uint64_t>(1, options.in_flight / options.streams);
      for (uint64_t i = 0; i < options.streams; ++i) {
        streams.push_back(std::make_unique<IngestCall>(&load, i, each));
      }
    } else {
      const uint64_t rows = options.call == Call::kBatch ? options.batch : 1;
      for (uint64_t i = 0; i < options.in_flight; ++i) {
        calls.push_back(std::make_unique<UnaryCalls>(&load, i, MethodOf(options.call), rows));
      }
    }
  }
  return load.Run();
}

}  // namespace voc::benchmark
