#include "client/cli/completion.h"

#include <cstdio>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;

const std::vector<CompletionNode> kNodes = {
    {.path = "voc", .options = {"--server"}, .commands = {"trend", "watch"}},
    {.path = "voc trend", .options = {"--by", "--server"}, .commands = {}},
    {.path = "voc watch", .options = {"--server"}, .commands = {"alerts"}},
    {.path = "voc watch alerts", .options = {"--after", "--server"}, .commands = {}},
};

// What bash offers with the given words on the line, the last one unfinished.
std::string Complete(const std::string& words) {
  const std::string script = BashCompletion(kNodes) + "COMP_WORDS=(" + words +
                             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _voc; "
                             "echo \"${COMPREPLY[@]}\"";
  const std::string path = testing::TempDir() + "completion_test.bash";
  std::FILE* file = std::fopen(path.c_str(), "w");
  std::fputs(script.c_str(), file);
  std::fclose(file);
  std::FILE* pipe = popen(("cd / && bash " + path).c_str(), "r");
  char line[256] = "";
  if (std::fgets(line, sizeof(line), pipe) == nullptr) line[0] = '\0';
  pclose(pipe);
  return line;
}

TEST(CompletionTest, BashOffersWhatCanComeNext) {
  EXPECT_EQ(Complete("voc tr"), "trend\n");
  EXPECT_EQ(Complete("voc watch ''"), "alerts --server\n");
  EXPECT_EQ(Complete("voc watch alerts --a"), "--after\n");
  EXPECT_EQ(Complete("voc --server x trend --"), "--by --server\n");
}

TEST(CompletionTest, Zsh) {
  EXPECT_THAT(ZshCompletion(kNodes), HasSubstr("#compdef voc\n"));
  EXPECT_THAT(ZshCompletion(kNodes), HasSubstr(BashCompletion(kNodes)));
}

TEST(CompletionTest, Fish) {
  EXPECT_THAT(FishCompletion(kNodes),
              HasSubstr("complete -c voc -n \"__voc_path 'voc watch'\" -f -a 'alerts'\n"));
  EXPECT_THAT(FishCompletion(kNodes),
              HasSubstr("complete -c voc -n \"__voc_path 'voc trend'\" -l by\n"));
}

}  // namespace
}  // namespace voc::cli
