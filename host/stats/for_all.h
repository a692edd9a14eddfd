// Work that threads share.
#pragma once
#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace headroom {

// Calls work(i) for each i below `count`, on so many threads (0: all of the machine), in any order.
inline void for_all(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const std::size_t wanted = threads > 0 ? std::size_t(threads) : std::thread::hardware_concurrency();
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < std::min(wanted, count); ++t) others.emplace_back(loop);
  loop();
  for (std::thread& other : others) other.join();
}

}  // namespace headroom
