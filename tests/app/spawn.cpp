#include "tests/app/spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace headroom::testing {
namespace {

[[noreturn]] void become(const std::vector<std::string>& arguments, const Spawn& how, int out, int err) {
  if (::chdir(how.folder.c_str()) != 0) ::_exit(127);
  ::unsetenv("HEADROOM_DATA");
  if (!how.data.empty()) ::setenv("HEADROOM_DATA", how.data.c_str(), 1);
  const bool to_file = !how.standard_output.empty() && how.standard_output != "closed";
  if (to_file) out = ::open(how.standard_output.c_str(), O_WRONLY);
  const rlimit limit{how.largest_file, how.largest_file};
  if (how.largest_file) ::setrlimit(RLIMIT_FSIZE, &limit);
  ::dup2(out, 1);
  ::dup2(err, 2);
  if (how.standard_output == "closed") ::close(1);
  for (const auto& [name, value] : how.environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (const std::string& word : how.launcher) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(const_cast<char*>(HEADROOM_BINARY));
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
  ::_exit(127);
}

// False at the end.
bool read_some(int fd, std::string* text) {
  char bytes[4096];
  const ssize_t got = ::read(fd, bytes, sizeof bytes);
  if (got > 0) text->append(bytes, std::size_t(got));
  return got > 0;
}

// The progress tells a rate once trials are done, as a line or as JSON.
bool trials_are_done(const std::string& err) {
  constexpr std::string_view key = "\"seconds_left\":";
  for (std::size_t at = err.find(key); at < err.size(); at = err.find(key, at + 1))
    if (std::isdigit(static_cast<unsigned char>(err[std::min(at + key.size(), err.size() - 1)]))) return true;
  return err.find(" trials (") != std::string::npos && err.find(" left") != std::string::npos;
}

bool work_has_begun(const std::string& err) { return err.find("\"trials_done\":") != std::string::npos; }

using Clock = std::chrono::steady_clock;

// Polls until then at the longest; without a moment, for ever.
void poll_until(pollfd (&open)[2], const std::optional<Clock::time_point>& then) {
  const auto left = then ? std::max(std::chrono::nanoseconds(*then - Clock::now()), std::chrono::nanoseconds(0))
                         : std::chrono::nanoseconds(0);
  const timespec wait{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
  ::ppoll(open, 2, then ? &wait : nullptr, nullptr);
}

}  // namespace

Ended headroom(const std::vector<std::string>& arguments, const Spawn& how) {
  int out[2], err[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) become(arguments, how, out[1], err[1]);
  ::close(out[1]);
  ::close(err[1]);
  Ended ended;
  pollfd open[2] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  bool signalled = how.signal == 0;
  std::optional<Clock::time_point> moment;  // of the signal
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    poll_until(open, signalled ? std::nullopt : moment);
    if (open[0].revents && !read_some(out[0], &ended.out)) open[0].fd = -1;
    if (open[1].revents && !read_some(err[0], &ended.err)) open[1].fd = -1;
    if (signalled) continue;
    if (!moment && how.after && work_has_begun(ended.err)) moment = Clock::now() + *how.after;
    if (how.after ? moment && Clock::now() >= *moment : trials_are_done(ended.err)) {
      ::kill(child, how.signal);
      signalled = true;
    }
  }
  ::close(out[0]);
  ::close(err[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace headroom::testing
