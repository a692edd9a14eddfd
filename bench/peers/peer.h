// Programs that one would otherwise write. Each plays by the same rules as the engines with other random numbers:
// answers agree statistically.
#pragma once
#include <memory>

#include "bench/answers.h"
#include "bench/peers/std_model.h"

namespace headroom::bench {

class Peer {
 public:
  virtual ~Peer() = default;
  // The same range gives the same answers; other ranges give other trials. Throws RunError.
  virtual Answers run(u64 first, u64 count) = 0;
  // Processor seconds that processes of its own have used for all runs so far.
  virtual double helper_seconds() const { return 0; }
};

// "std-cpp": what a competent C++ programmer would write for this model with the standard library: std::mt19937_64 and
// the std distributions, each constructed once.
std::unique_ptr<Peer> make_std_cpp(const LoadedStudy& loaded);

// "scalar-counter": the same program with its draws from Philox and from tables.
std::unique_ptr<Peer> make_scalar_counter(const LoadedStudy& loaded);

// "numpy", "r": the same model vectorised over trials, in a process of its own. Nothing, and the reason in `why_not`,
// where the language is not installed.
std::unique_ptr<Peer> make_numpy(const LoadedStudy& loaded, std::string* why_not);
std::unique_ptr<Peer> make_r(const LoadedStudy& loaded, std::string* why_not);

}  // namespace headroom::bench
