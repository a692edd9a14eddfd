#include "host/app/interrupt.h"

#include <csignal>

namespace headroom {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set nothing else");

void on_signal(int) { interrupted.store(true); }

void install(void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  interrupted.store(false);
  install(on_signal, int(SA_RESETHAND) | SA_RESTART);
}

Interrupt::~Interrupt() { install(SIG_DFL, 0); }

const std::atomic<bool>& Interrupt::flag() const { return interrupted; }

}  // namespace headroom
