#include "server/auth/edge_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace voc::auth {
namespace {

TEST(EdgeProofTest, OnlyTheProofOfThisProcessHolds) {
  EXPECT_TRUE(IsEdgeProof(EdgeProof()));
  EXPECT_EQ(EdgeProof().size(), 32u);
  std::string other = EdgeProof();
  other.back() = other.back() == '0' ? '1' : '0';
  for (const std::string& value : {other, std::string(), EdgeProof() + "0", std::string(32, '0')}) {
    EXPECT_FALSE(IsEdgeProof(value)) << value;
  }
}

}  // namespace
}  // namespace voc::auth
