#include "server/http/protocol/method_table.h"

#include <gtest/gtest.h>

#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

// Links the descriptors of the service.
const MethodTable& Table() {
  v1::SubmitRequest::descriptor();
  static const MethodTable kTable({"voc.v1.FeedbackService", "voc.v1.NoService"});
  return kTable;
}

TEST(MethodTableTest, AMethodIsWhatItsDescriptorSays) {
  const Method* const submit = Table().Find("/voc.v1.FeedbackService/Submit");
  ASSERT_NE(submit, nullptr);
  EXPECT_EQ(submit->request_type, "type.googleapis.com/voc.v1.SubmitRequest");
  EXPECT_EQ(submit->response_type, "type.googleapis.com/voc.v1.SubmitResponse");
  EXPECT_FALSE(submit->client_streaming || submit->server_streaming || submit->no_side_effects);
  const Method* const got = Table().Find("/voc.v1.FeedbackService/GetFeedback");
  ASSERT_NE(got, nullptr);
  EXPECT_TRUE(got->no_side_effects);
  const Method* const exported = Table().Find("/voc.v1.FeedbackService/ExportFeedback");
  ASSERT_NE(exported, nullptr);
  EXPECT_TRUE(exported->server_streaming && !exported->client_streaming);
  const Method* const ingest = Table().Find("/voc.v1.FeedbackService/Ingest");
  ASSERT_NE(ingest, nullptr);
  EXPECT_TRUE(ingest->server_streaming && ingest->client_streaming);
}

TEST(MethodTableTest, NothingElseIsFound) {
  for (const char* path : {"", "/", "/voc.v1.FeedbackService", "/voc.v1.FeedbackService/",
                           "/voc.v1.FeedbackService/submit", "voc.v1.FeedbackService/Submit",
                           "/voc.v1.TrendService/QueryTrend", "/voc.v1.NoService/X"}) {
    EXPECT_EQ(Table().Find(path), nullptr) << path;
  }
  EXPECT_EQ(Table().size(), static_cast<size_t>(v1::SubmitRequest::descriptor()
                                                    ->file()
                                                    ->FindServiceByName("FeedbackService")
                                                    ->method_count()));
}

}  // namespace
}  // namespace voc::http
