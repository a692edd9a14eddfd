// Ctrl-C and SIGTERM: a flag that work looks at. A second signal ends the program at once.
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
