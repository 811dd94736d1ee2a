#include "client/formats/freemail.h"

#include "gtest/gtest.h"

namespace voc::formats {
namespace {

TEST(FreemailTest, TheDomainInLowerCase) {
  EXPECT_EQ(AccountOfEmail("Ann@Bergverk.Example"), "bergverk.example");
  EXPECT_EQ(AccountOfEmail(" a@b.se \n"), "b.se");
  EXPECT_EQ(AccountOfEmail("\"a@b\"@c.no"), "c.no");
  EXPECT_EQ(AccountOfEmail("a@bl\xC3\xA5.no"), "bl\xC3\xA5.no");
}

TEST(FreemailTest, WhatAnybodyCanHaveIsNoAccount) {
  for (const char* email :
       {"a@gmail.com", "a@GMAIL.com", "b@telia.com", "c@online.no", "d@126.com", "e@yandex.ru"}) {
    EXPECT_EQ(AccountOfEmail(email), "") << email;
  }
  EXPECT_EQ(AccountOfEmail("a@notgmail.com"), "notgmail.com");
}

TEST(FreemailTest, WhatIsNoAddress) {
  for (const char* text :
       {"", "ann", "@b.se", "a@", "a@b", "a@b.", "a@.b", "a@b c.se", "a@b.se>"}) {
    EXPECT_EQ(AccountOfEmail(text), "") << text;
  }
}

}  // namespace
}  // namespace voc::formats
