#include "server/http/protocol/client_address.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

TEST(ClientAddressTest, AnAddressHasOneForm) {
  EXPECT_EQ(NormalAddress("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(NormalAddress("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(NormalAddress("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
  EXPECT_EQ(NormalAddress("fe80::1%eth0"), "fe80::1");
  for (const char* text : {"", "192.0.2", "192.0.2.256", "host", "[::1]", "1.2.3.4:5"}) {
    EXPECT_EQ(NormalAddress(text), std::nullopt) << text;
  }
}

TEST(ClientAddressTest, TheNetworkOfIpv6IsItsFirst64Bits) {
  EXPECT_EQ(AddressNetwork("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(AddressNetwork("2001:db8:1:2:ffff::"), "2001:db8:1:2::/64");
  EXPECT_EQ(AddressNetwork("192.0.2.1"), "192.0.2.1");
}

TEST(ClientAddressTest, WhoIsNoProxyOfOursIsNotBelieved) {
  EXPECT_EQ(ClientAddress("192.0.2.1", "203.0.113.9", {}), "192.0.2.1");
  EXPECT_EQ(ClientAddress("192.0.2.1", "203.0.113.9", {"192.0.2.2"}), "192.0.2.1");
}

TEST(ClientAddressTest, TheLastEntryThatIsNoProxyCounts) {
  EXPECT_EQ(ClientAddress("10.0.0.1", "203.0.113.9", {"10.0.0.1"}), "203.0.113.9");
  EXPECT_EQ(ClientAddress("10.0.0.1", "6.6.6.6, 203.0.113.9 ,10.0.0.2", {"10.0.0.1", "10.0.0.2"}),
            "203.0.113.9");
  EXPECT_EQ(ClientAddress("10.0.0.1", "10.0.0.2,10.0.0.1", {"10.0.0.1", "10.0.0.2"}), "10.0.0.2");
}

TEST(ClientAddressTest, PortsAreCutOffAndNonsenseEndsTheList) {
  EXPECT_EQ(ClientAddress("10.0.0.1", "203.0.113.9:4711", {"10.0.0.1"}), "203.0.113.9");
  EXPECT_EQ(ClientAddress("10.0.0.1", "[2001:db8::9]:4711", {"10.0.0.1"}), "2001:db8::9");
  EXPECT_EQ(ClientAddress("10.0.0.1", "203.0.113.9, unknown", {"10.0.0.1"}), "10.0.0.1");
  EXPECT_EQ(ClientAddress("10.0.0.1", "[", {"10.0.0.1"}), "10.0.0.1");
  EXPECT_EQ(ClientAddress("10.0.0.1", ",", {"10.0.0.1"}), "10.0.0.1");
  EXPECT_EQ(ClientAddress("10.0.0.1", "", {"10.0.0.1"}), "10.0.0.1");
}

}  // namespace
}  // namespace voc::http
