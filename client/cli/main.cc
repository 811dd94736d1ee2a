#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "client/cli/app.h"
#include "client/cli/context.h"

namespace {

constexpr int kMinColumns = 80;

int TerminalColumns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return kMinColumns;
  return std::max<int>(size.ws_col, kMinColumns);
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const voc::cli::Io io{.in = STDIN_FILENO,
                        .out = std::cout,
                        .err = std::cerr,
                        .err_is_terminal = isatty(STDERR_FILENO) != 0,
                        .in_is_terminal = isatty(STDIN_FILENO) != 0,
                        .columns = TerminalColumns()};
  return voc::cli::Run(std::vector<std::string>(argv + 1, argv + argc), voc::cli::ReadEnvironment(),
                       io);
}
