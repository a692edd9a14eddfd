#include "host/app/interrupt.h"

#include <csignal>

namespace headroom {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGUSR1};

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set nothing else");

void on_signal(int) { interrupted.store(true); }

void install(void (*handler)(int)) {
  for (const int signal : kSignals) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART | (signal == SIGUSR1 ? 0 : int(SA_RESETHAND));
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

Interrupt::Interrupt() {
  interrupted.store(false);
  install(on_signal);
}

Interrupt::~Interrupt() { install(SIG_DFL); }

const std::atomic<bool>& Interrupt::flag() const { return interrupted; }

}  // namespace headroom
