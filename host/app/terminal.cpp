#include "host/app/terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <system_error>

namespace headroom {

void print_result(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return;
  throw RunError("cannot write to standard output: " + std::generic_category().message(errno) +
                 "; give it a reader or a disk with space");
}

void say(std::string_view line) {
  std::string text(line);
  text += '\n';
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void say_problems(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) say(to_string(problem));
}

void say_warnings(const std::vector<Problem>& warnings) {
  for (const Problem& warning : warnings) say("warning: " + to_string(warning));
}

bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

void guard_standard_streams() {
  for (int fd = 0; fd <= 2; ++fd) {
    // Read-only, so that a write to a closed standard output is still an error.
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF) (void)!::open("/dev/null", O_RDONLY);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace headroom
