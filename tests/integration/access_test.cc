// What a source key opens: four methods, and no other of any service.
#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/auth/edge_metadata.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

const std::set<std::string>& Allowed() {
  static const auto* const kAllowed = new std::set<std::string>{
      "voc.v1.FeedbackService.Submit", "voc.v1.FeedbackService.RecordDisplay",
      "voc.v1.SourceService.GetSurvey", "voc.v1.SourceService.CheckEligibility"};
  return *kAllowed;
}

// Every method of every service of the API.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  const std::filesystem::path folder = std::filesystem::path(VOC_PROTO_DIR) / "voc/v1";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name = absl::StrCat("voc/v1/", entry.path().filename().string());
    const google::protobuf::FileDescriptor* const file =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    EXPECT_NE(file, nullptr) << name << " is not linked: the server does not serve it";
    if (file == nullptr) continue;
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        methods.push_back(file->service(i)->method(j));
      }
    }
  }
  return methods;
}

// Calls a method with an empty request, and says how that ended.
grpc::Status Call(const std::shared_ptr<grpc::Channel>& channel,
                  const google::protobuf::MethodDescriptor& method, const std::string& key) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  if (!key.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", key));
  grpc::CompletionQueue queue;
  const auto wait = [&] {
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok));
    return ok;
  };
  const auto call = stub.PrepareCall(
      &context, absl::StrCat("/", method.service()->full_name(), "/", method.name()), &queue);
  call->StartCall(nullptr);
  wait();
  call->WriteLast(grpc::ByteBuffer(nullptr, 0), grpc::WriteOptions(), nullptr);
  wait();
  while (true) {
    grpc::ByteBuffer message;
    call->Read(&message, nullptr);
    if (!wait()) break;
    context.TryCancel();  // a stream that was let in
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  wait();
  queue.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) {
  }
  return status;
}

class AccessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ClientContext context;
    v1::CreateSourceRequest request;
    request.mutable_source()->set_source_id("app");
    request.mutable_source()->set_metric(v1::METRIC_NPS);
    v1::CreateSourceResponse response;
    ASSERT_TRUE(server_.sources().CreateSource(&context, request, &response).ok());
    key_ = response.source().keys(0).key();
  }

  base::TempDir folder_;
  RunningServer server_{folder_.path()};
  std::string key_;
};

TEST_F(AccessTest, ASourceKeyOpensFourMethodsAndNoOther) {
  const std::shared_ptr<grpc::Channel> channel = server_.Connect();
  int refused = 0;
  for (const google::protobuf::MethodDescriptor* method : AllMethods()) {
    const grpc::Status status = Call(channel, *method, key_);
    if (Allowed().contains(method->full_name())) continue;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED)
        << method->full_name() << ": " << status.error_message();
    EXPECT_EQ(ErrorInfoOf(status).reason(), "KEY_SCOPE") << method->full_name();
    ++refused;
  }
  EXPECT_GE(refused, 35);
}

TEST_F(AccessTest, WhatTheEdgeSaysIsNotBelievedOfOthers) {
  const std::shared_ptr<grpc::Channel> channel = server_.Connect();
  grpc::ClientContext context;
  context.AddMetadata(std::string(auth::kEdgeCrossSite), "1");
  context.AddMetadata(std::string(auth::kEdgeOrigin), "https://evil.example");
  v1::ListSourcesResponse response;
  EXPECT_TRUE(server_.sources().ListSources(&context, {}, &response).ok());
}

// Other bearers are no source keys, and change nothing today.
TEST_F(AccessTest, ABearerOfAnotherKindIsNoSourceKey) {
  for (const char* bearer : {"Bearer something", "Basic dnM6", "bearer  vks_", ""}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", bearer);
    v1::ListSourcesResponse response;
    EXPECT_TRUE(server_.sources().ListSources(&context, {}, &response).ok()) << bearer;
  }
}

}  // namespace
}  // namespace voc
