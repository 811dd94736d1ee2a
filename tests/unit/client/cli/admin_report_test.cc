#include "client/cli/admin_report.h"

#include "client/cli/table.h"
#include "client/cli/time_zone.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;

TEST(AdminReportTest, Status) {
  v1::GetStatusResponse status;
  status.set_feedback_count(1234567);
  status.mutable_start_time()->set_seconds(1740819600);
  status.mutable_uptime()->set_seconds(3725);
  status.set_resident_bytes(3 * 1024 * 1024 / 2);
  const std::string text =
      RenderText(StatusReport(status, {*LoadZone("Europe/Stockholm"), "Europe/Stockholm"}), 80);
  EXPECT_THAT(text, HasSubstr("1,234,567"));
  EXPECT_THAT(text, HasSubstr("started (Europe/Stockholm)  2025-03-01 10:00:00"));
  EXPECT_THAT(text, HasSubstr("1h2m5s"));
  EXPECT_THAT(text, HasSubstr("1.5 MiB"));
}

TEST(AdminReportTest, Verify) {
  v1::VerifyStoreResponse response;
  response.set_events(2000);
  response.add_problems("fact 7 is missing");
  const std::string text = RenderText(VerifyReport(response), 80);
  EXPECT_THAT(text, HasSubstr("2,000"));
  EXPECT_THAT(text, HasSubstr("fact 7 is missing\n"));
}

}  // namespace
}  // namespace voc::cli
