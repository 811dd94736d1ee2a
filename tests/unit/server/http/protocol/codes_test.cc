#include "server/http/protocol/codes.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

namespace voc::http {
namespace {

TEST(CodesTest, EveryCodeHasItsNameAndStatus) {
  const std::map<int, std::pair<std::string, int>> codes = {{1, {"canceled", 499}},
                                                            {2, {"unknown", 500}},
                                                            {3, {"invalid_argument", 400}},
                                                            {4, {"deadline_exceeded", 504}},
                                                            {5, {"not_found", 404}},
                                                            {6, {"already_exists", 409}},
                                                            {7, {"permission_denied", 403}},
                                                            {8, {"resource_exhausted", 429}},
                                                            {9, {"failed_precondition", 400}},
                                                            {10, {"aborted", 409}},
                                                            {11, {"out_of_range", 400}},
                                                            {12, {"unimplemented", 501}},
                                                            {13, {"internal", 500}},
                                                            {14, {"unavailable", 503}},
                                                            {15, {"data_loss", 500}},
                                                            {16, {"unauthenticated", 401}}};
  for (const auto& [code, expected] : codes) {
    EXPECT_EQ(ConnectCode(code), expected.first);
    EXPECT_EQ(HttpStatusOf(code), expected.second);
  }
}

TEST(CodesTest, WhatIsNoCodeIsUnknown) {
  for (const int code : {-1, 17, 1000}) {
    EXPECT_EQ(ConnectCode(code), "unknown");
    EXPECT_EQ(HttpStatusOf(code), 500);
  }
}

}  // namespace
}  // namespace voc::http
