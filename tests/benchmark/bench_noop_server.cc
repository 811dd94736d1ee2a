// The ceiling of unary calls: gRPC's callback API with the settings of vocd's edge
// that concern throughput, and a method that decodes a SubmitRequest and answers at
// once. Prints its address, ends when standard input does.

#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <cstdio>
#include <memory>

#include "noop.grpc.pb.h"
#include "server/rpc/limits.h"
#include "tests/benchmark/unwatched_locks.h"

namespace {

class Noop final : public voc::benchmark::NoopService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context,
                                   const voc::v1::SubmitRequest* request,
                                   voc::v1::SubmitResponse* response) override {
    // What was decoded is looked at, so that nothing can leave the decoding out.
    const bool has_key = !request->feedback().submission_id().empty();
    response->mutable_result()->set_outcome(has_key ? voc::v1::OUTCOME_CREATED
                                                    : voc::v1::OUTCOME_REJECTED);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main() {
  voc::benchmark::LeaveLocksUnwatched();
  Noop service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(voc::rpc::kMaxRequestBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, voc::rpc::kMaxConcurrentStreams);
  grpc::ResourceQuota quota("noop");
  quota.Resize(voc::rpc::kMaxTransportBytes);
  builder.SetResourceQuota(quota);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("127.0.0.1:%d\n", port);
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  server->Shutdown();
  return 0;
}
