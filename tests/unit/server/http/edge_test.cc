#include "server/http/edge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "server/http/limits.h"
#include "storage/testing/fake_clock.h"
#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr char kShop[] = "https://shop.example";
constexpr std::array<web::Asset, 1> kAssets = {
    {{.path = "/", .content_type = "text/html", .etag = "\"1\"", .plain = "page"}}};

class EdgeTest : public ::testing::Test {
 protected:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  EdgeTest() { v1::SubmitRequest::descriptor(); }

  static EdgeOptions Options() {
    return {.services = {"voc.v1.FeedbackService"},
            .site = {.source_allows = [](std::string_view origin) { return origin == kShop; }},
            .proxies = {"10.0.0.1"},
            .address_rate = {.per_second = 2, .burst_seconds = 1},
            .key_rate = {.per_second = 3, .burst_seconds = 1},
            .assets = kAssets};
  }

  std::variant<AdmittedCall, Reply> Ask(Headers headers, std::string verb = "POST",
                                        std::string target = "/voc.v1.FeedbackService/Submit",
                                        const std::string& peer = "192.0.2.1") {
    Headers all = {{"host", "localhost:8080"}, {"content-type", "application/json"}};
    for (auto& header : headers) {
      std::erase_if(all, [&](const auto& known) { return known.first == header.first; });
    }
    all.insert(all.end(), headers.begin(), headers.end());
    return edge_.Admit({.verb = std::move(verb), .target = std::move(target), .headers = all}, peer,
                       /*tls=*/false);
  }

  static AdmittedCall Call(std::variant<AdmittedCall, Reply> asked) {
    EXPECT_TRUE(std::holds_alternative<AdmittedCall>(asked));
    return std::get<AdmittedCall>(std::move(asked));
  }
  static Reply Refusal(std::variant<AdmittedCall, Reply> asked) {
    EXPECT_TRUE(std::holds_alternative<Reply>(asked));
    return std::get<Reply>(std::move(asked));
  }

  base::FakeClock steady_{0};
  const Edge edge_{Options(), &steady_};
};

TEST_F(EdgeTest, ACallSaysWhereItComesFrom) {
  const AdmittedCall call = Call(Ask({{"x-own", "1"}, {"voc-edge-origin", "https://fake"}}));
  EXPECT_THAT(call.metadata, Contains(Pair("x-own", "1")));
  EXPECT_THAT(call.metadata, Contains(Pair("voc-edge-address", "192.0.2.1")));
  EXPECT_THAT(call.metadata, Not(Contains(Pair("voc-edge-origin", ::testing::_))));
  EXPECT_THAT(call.metadata, Not(Contains(Pair("voc-edge-cross-site", ::testing::_))));
}

TEST_F(EdgeTest, APageOfAnAllowedSiteIsCrossSite) {
  const AdmittedCall call = Call(Ask({{"origin", kShop}}));
  EXPECT_EQ(call.origin, kShop);
  EXPECT_THAT(call.metadata, Contains(Pair("voc-edge-origin", kShop)));
  EXPECT_THAT(call.metadata, Contains(Pair("voc-edge-cross-site", "1")));
}

TEST_F(EdgeTest, APageThatNobodyAllowsIsRefusedAndCannotReadWhy) {
  for (const Headers& headers :
       {Headers{{"origin", "https://evil.example"}},
        Headers{{"origin", "https://evil.example"}, {"authorization", "Bearer vks_1"}},
        Headers{{"sec-fetch-site", "cross-site"}}}) {
    const Reply reply = Refusal(Ask(headers));
    EXPECT_EQ(reply.status, 403);
    EXPECT_THAT(reply.body, HasSubstr("ORIGIN_NOT_ALLOWED"));
    EXPECT_THAT(reply.headers.text(), Not(HasSubstr("Access-Control")));
  }
  const Reply preflight = Refusal(Ask(
      {{"origin", "https://evil.example"}, {"access-control-request-method", "POST"}}, "OPTIONS"));
  EXPECT_EQ(preflight.status, 403);
}

TEST_F(EdgeTest, APreflightOfAnAllowedPageIsAnsweredAndCostsNoCall) {
  for (int i = 0; i < 10; ++i) {
    const Reply reply =
        Refusal(Ask({{"origin", kShop}, {"access-control-request-method", "POST"}}, "OPTIONS"));
    EXPECT_EQ(reply.status, 204);
  }
  EXPECT_TRUE(Call(Ask({{"origin", kShop}})).request.refusal.ok());
}

TEST_F(EdgeTest, AnotherNameOfTheServerIsRefusedWithoutAKey) {
  const Reply reply = Refusal(Ask({{"host", "evil.example"}}));
  EXPECT_EQ(reply.status, 403);
  EXPECT_THAT(reply.body, HasSubstr("HOST_NOT_ALLOWED"));
  Call(Ask({{"host", "evil.example"}, {"authorization", "Bearer vks_1"}}));
}

TEST_F(EdgeTest, TwoValuesWhereOneDecidesAreRefused) {
  EXPECT_EQ(
      Refusal(Ask({{"authorization", "Bearer vks_1"}, {"authorization", "Bearer other"}})).status,
      400);
  EXPECT_EQ(Refusal(Ask({{"origin", kShop}, {"origin", "https://evil.example"}})).status, 400);
}

TEST_F(EdgeTest, KeyedCallsAreLimitedByAddressAndByKey) {
  const auto limited = [this](const std::string& peer, const std::string& key) {
    return absl::IsResourceExhausted(Call(Ask({{"authorization", "Bearer vks_" + key}}, "POST",
                                              "/voc.v1.FeedbackService/Submit", peer))
                                         .request.refusal);
  };
  EXPECT_FALSE(limited("192.0.2.1", "a"));
  EXPECT_FALSE(limited("192.0.2.1", "b"));
  EXPECT_TRUE(limited("192.0.2.1", "c"));
  EXPECT_FALSE(limited("2001:db8::1", "a"));
  EXPECT_FALSE(limited("2001:db8::2", "a"));
  EXPECT_TRUE(limited("2001:db8::3", "b"));  // the same network of 64 bits
  EXPECT_TRUE(limited("192.0.2.9", "a"));    // the key's three are used
  steady_.Advance(base::kNsPerSecond);
  EXPECT_FALSE(limited("192.0.2.1", "a"));
  // Without a key and of our own site there is no limit.
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(Call(Ask({})).request.refusal.ok());
}

TEST_F(EdgeTest, BehindAProxyTheClientIsWhoTheProxyNames) {
  const AdmittedCall call = Call(Ask({{"x-forwarded-for", "6.6.6.6, 203.0.113.9"}}, "POST",
                                     "/voc.v1.FeedbackService/Submit", "10.0.0.1"));
  EXPECT_THAT(call.metadata, Contains(Pair("voc-edge-address", "203.0.113.9")));
}

TEST_F(EdgeTest, AnAddressHasSoManyCallsOpenAtMost) {
  EdgeOptions options = Options();
  options.address_rate.per_second = options.key_rate.per_second = 0;
  const Edge edge(options, &steady_);
  const RequestHead head{.verb = "POST",
                         .target = "/voc.v1.FeedbackService/Submit",
                         .headers = {{"host", "localhost"},
                                     {"content-type", "application/json"},
                                     {"authorization", "Bearer vks_1"}}};
  std::vector<AdmittedCall> open;
  for (int i = 0; i < kMaxOpenCallsPerAddress; ++i) {
    open.push_back(Call(edge.Admit(head, "192.0.2.1", false)));
    EXPECT_TRUE(open.back().request.refusal.ok());
  }
  EXPECT_TRUE(
      absl::IsResourceExhausted(Call(edge.Admit(head, "192.0.2.1", false)).request.refusal));
  EXPECT_TRUE(Call(edge.Admit(head, "192.0.2.2", false)).request.refusal.ok());
  open.clear();
  EXPECT_TRUE(Call(edge.Admit(head, "192.0.2.1", false)).request.refusal.ok());
}

TEST_F(EdgeTest, FilesAreForAnybodyUnderAnyName) {
  const Reply page = Refusal(Ask({{"host", "any.example"}}, "GET", "/?source=a"));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content(), "page");
  EXPECT_EQ(Refusal(Ask({}, "POST", "/")).status, 405);
  EXPECT_EQ(Refusal(Ask({}, "GET", "/nothing")).status, 404);
}

}  // namespace
}  // namespace voc::http
