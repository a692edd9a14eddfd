// Saves what a run has summed up as it goes, and takes it up again, whatever the estimator: integers that are whole
// after each piece of the work.
#pragma once
#include <functional>

#include "host/app/progress.h"
#include "host/store/sound_tally.h"
#include "host/store/tally_numbers.h"
#include "host/store/unfinished.h"

namespace headroom {

// What a run is asked to be.
struct RunIdentity {
  std::string estimator;
  u64 study_digest = 0, seed = 0;
  TrialRange range;
};

// How long to wait after a save that took `cost` seconds: a second, or so long that saving takes at most 0.4 % of the
// time.
double seconds_between_saves(double cost);

class Saver {
 public:
  // Saves where a piece ends, when it is time or, with `every` given, when so many trials are not saved yet.
  Saver(std::unique_ptr<UnfinishedRun> run, RunIdentity identity, u64 every);

  // Looks for the newest good save of this run, of which `wrong` finds nothing wrong; says of each damaged one what is.
  // Returns how many trials are in it. Throws InputError where there are saves and none is good.
  u64 take_up(const std::filesystem::path& out, const std::function<std::string(const Checkpoint&)>& wrong);

  // From now on these sums, counted under tables of that digest, are saved as the part of that name; they have their
  // shapes. When this returns they hold what was taken up of that part. Throws InputError where that was counted under
  // other tables or cannot be.
  template <class... Sums>
  void keep(const std::string& name, u64 digest, Sums*... sums);

  // So many trials are in the sums, of all parts of the work together, and it is a good moment to save. Throws RunError
  // when the disk fails.
  void piece_done(u64 done);
  // The work ends with so many; the sums are not looked at any more. Only what is to go on is kept as a file.
  void end(u64 done, bool goes_on);
  // The sums at the end of such work, as a file.
  const std::string& bytes() const { return bytes_; }

  u64 done() const { return done_; }
  u64 trials_saved() const { return trials_saved_; }
  u64 every() const { return every_; }
  UnfinishedRun& run() { return *run_; }

 private:
  // What was taken up of a part, or nothing; it is given once.
  std::optional<std::vector<u64>> taken(const std::string& name, u64 digest);
  std::string bytes_now() const;
  [[noreturn]] void refuse(const std::string& name, const std::string& why) const;

  std::unique_ptr<UnfinishedRun> run_;
  RunIdentity identity_;
  u64 every_, done_ = 0, trials_saved_ = 0;
  std::vector<PartWriter> parts_;
  std::vector<SavedPart> taken_up_;
  std::string file_;   // they are of
  std::string bytes_;  // at the end
  Clock::time_point last_ = Clock::now();
  double wait_ = seconds_between_saves(0);
};

// Why a save is not of this run, or nothing.
std::string why_other_run(const Checkpoint& saved, const RunIdentity& identity);

template <class... Sums>
void Saver::keep(const std::string& name, u64 digest, Sums*... sums) {
  parts_.push_back([=](ByteWriter& out) {
    put_part_head(name, digest, count_numbers(*sums...), out);
    put_numbers(out, *sums...);
  });
  const auto numbers = taken(name, digest);
  if (!numbers) return;
  if (!read_numbers(*numbers, *sums...)) refuse(name, "not as many numbers as its tables need");
  const auto check = [&](const auto& one) {
    if constexpr (requires { why_unsound(one); })
      if (const std::string why = why_unsound(one); !why.empty()) refuse(name, why);
  };
  (check(*sums), ...);
}

}  // namespace headroom
