// Ctrl-C, SIGTERM and SIGUSR1 (a scheduler's warning): a flag that work looks at. A second Ctrl-C or SIGTERM ends the
// program at once; a scheduler may warn again.
#pragma once
#include <atomic>

namespace headroom {

class Interrupt {
 public:
  // From here on until the end of its life signals set the flag. One at a time.
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  const std::atomic<bool>& flag() const;
};

}  // namespace headroom
