#include "host/app/machine.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include <fmt/format.h>

#include "host/base/clocks.h"

namespace headroom {
namespace {

constexpr double kShortestLap = 0.2;  // seconds of a core

// What stands behind "KEY   :" in a file of lines, or nothing.
std::string value_of(const char* file, std::string_view key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(key, 0) != 0) continue;
    const std::size_t at = line.find_first_not_of(" \t", line.find(':') + 1);
    return at == std::string::npos ? "" : line.substr(at);
  }
  return {};
}

std::string text_of_file(const char* file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

MachineFacts machine_facts() {
  MachineFacts facts;
  utsname names{};
  ::uname(&names);
  facts.cpu = value_of("/proc/cpuinfo", "model name");
  if (facts.cpu.empty()) facts.cpu = names.machine;
  facts.cores = int(std::max(1u, std::thread::hardware_concurrency()));
  facts.memory_bytes = u64(std::max(0l, ::sysconf(_SC_PHYS_PAGES))) * u64(std::max(0l, ::sysconf(_SC_PAGESIZE)));
  facts.system = fmt::format("{} {} {}", names.sysname, names.release, names.machine);
  return facts;
}

BuildFacts build_facts() {
  const std::string_view type = HEADROOM_BUILD_TYPE, sanitizers = HEADROOM_SANITIZERS;
  const bool optimised = (type == "Release" || type == "RelWithDebInfo") && sanitizers.empty();
  return {HEADROOM_VERSION, HEADROOM_COMPILER, std::string(type), HEADROOM_FLAGS, optimised};
}

u64 peak_memory_bytes() {
  rusage usage{};
  return ::getrusage(RUSAGE_SELF, &usage) == 0 ? u64(usage.ru_maxrss) * 1024 : 0;
}

std::optional<ProcessorTime> processor_time(std::string_view proc_stat, double ticks_a_second) {
  if (proc_stat.rfind("cpu ", 0) != 0) return std::nullopt;
  std::istringstream line{std::string(proc_stat.substr(4, proc_stat.find('\n') - 4))};
  double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, soft_irq = 0, stolen = 0;
  if (!(line >> user >> nice >> system >> idle >> waiting >> irq >> soft_irq >> stolen)) return std::nullopt;
  const double busy = user + nice + system + irq + soft_irq + stolen;
  return ProcessorTime{busy / ticks_a_second, (busy + idle + waiting) / ticks_a_second};
}

std::optional<double> LoadMeter::lap(double helpers) {
  const auto now = processor_time(text_of_file("/proc/stat"), double(::sysconf(_SC_CLK_TCK)));
  const double own_now = process_seconds();
  std::optional<double> share;
  if (now && last_ && now->all - last_->all >= kShortestLap) {
    const double others = now->busy - last_->busy - (own_now - own_) - helpers;
    share = std::clamp(others / (now->all - last_->all), 0.0, 1.0);
  }
  last_ = now;
  own_ = own_now;
  return share;
}

}  // namespace headroom
