// The machine and the build, for people who compare speeds.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/base/hd.h"

namespace headroom {

struct MachineFacts {
  std::string cpu;  // "AMD EPYC 9655", or the architecture
  int cores = 1;    // logical ones that this process may use
  u64 memory_bytes = 0;
  std::string system;  // "Linux 6.8.0 x86_64"
};

struct BuildFacts {
  std::string version, compiler, type, flags;
  bool optimised = false;  // a build for speed: no Debug, no sanitizer
};

MachineFacts machine_facts();
BuildFacts build_facts();
u64 peak_memory_bytes();  // the most that this process has kept in memory; 0: unknown

// Processor time in seconds, of all cores together.
struct ProcessorTime {
  double busy = 0, all = 0;
};

// From the text of /proc/stat; nothing where it is none. A hypervisor that takes the core away counts as busy.
std::optional<ProcessorTime> processor_time(std::string_view proc_stat, double ticks_a_second);

// The share of the machine's processors that others than this process have used between two moments.
class LoadMeter {
 public:
  LoadMeter() { lap(); }
  // Since the last call, 0 to 1; nothing where it cannot be told, or not for so short a time: the system counts in
  // hundredths of a second. `helpers`: processor seconds that processes of this one's own have used since then.
  std::optional<double> lap(double helpers = 0);

 private:
  std::optional<ProcessorTime> last_;
  double own_ = 0;
};

}  // namespace headroom
