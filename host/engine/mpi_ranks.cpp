// Ranks of MPI. Between ready() and the end rank 0 sends all others one command after the other: a range to run, or to
// leave. Within a range they ask rank 0 for pieces, whose clerk, a thread, is then the only one that calls MPI there.
#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>
#include <thread>

#include "host/base/problems.h"
#include "host/engine/hand_out.h"
#include "host/engine/ranks.h"

namespace headroom {
namespace {

constexpr int kAsk = 1, kGive = 2;  // tags

// What rank 0 tells all.
struct Command {
  u64 tables = kLeave;  // the place among those that all know
  u64 first = 0, count = 0, marks = 0;
  static constexpr u64 kLeave = ~u64(0);
};

// What each rank tells rank 0 when it is ready.
struct Report {
  u64 digest = 0;
  char failure[1016] = {};  // ends with 0
};

[[noreturn]] void end_job(int rank, const char* why) {
  std::fprintf(stderr, "rank %d: %s; the job is ended\n", rank, why);
  std::fflush(stderr);
  MPI_Abort(MPI_COMM_WORLD, 1);
  std::abort();  // not reached
}

template <class T>
void broadcast(T* value) {
  MPI_Bcast(value, int(sizeof(T)), MPI_BYTE, 0, MPI_COMM_WORLD);
}

void add_wide(void* from, void* to, int* count, MPI_Datatype*) {
  for (int i = 0; i < *count; ++i) static_cast<Sum*>(to)[i].add(static_cast<const Sum*>(from)[i]);
}

// Of all ranks, into rank 0's.
template <class T>
void reduce(T* values, std::size_t count, MPI_Datatype type, MPI_Op operation, int rank) {
  constexpr std::size_t kMost = std::numeric_limits<int>::max();
  for (std::size_t done = 0; done < count; done += kMost) {
    const int some = int(std::min(kMost, count - done));
    T* const at = values + done;
    MPI_Reduce(rank == 0 ? MPI_IN_PLACE : at, at, some, type, operation, 0, MPI_COMM_WORLD);
  }
}

// The type and the operation of 128-bit sums.
class WideSums {
 public:
  WideSums() {
    MPI_Type_contiguous(2, MPI_UINT64_T, &type_);
    MPI_Type_commit(&type_);
    MPI_Op_create(add_wide, 1, &add_);
  }
  ~WideSums() {
    MPI_Op_free(&add_);
    MPI_Type_free(&type_);
  }
  WideSums(const WideSums&) = delete;
  WideSums& operator=(const WideSums&) = delete;
  void reduce_to_first(std::vector<Sum>* sums, int rank) const {
    reduce(sums->data(), sums->size(), type_, add_, rank);
  }

 private:
  static_assert(sizeof(Sum) == 2 * sizeof(u64));
  MPI_Datatype type_;
  MPI_Op add_;
};

// What one rank has done of one range.
class Share {
 public:
  Share(const Tables& tables, const Command& command)
      : tables_(tables), first_(command.first), tally_(tally_shape(tables)) {
    if (command.marks) bits_.emplace(tables.destination_count, command.count);
  }

  // To its end, whatever happens meanwhile: there may be no gap.
  void run(Engine& engine, TrialRange piece) {
    const std::atomic<bool> to_the_end{false};
    const TrialRange trials{first_ + piece.first, piece.count};
    if (!bits_) {
      engine.run(tables_, trials, to_the_end, &tally_);
      return;
    }
    ExhaustedBits bits(tables_.destination_count, piece.count);
    engine.run(tables_, trials, to_the_end, &tally_, &bits);
    bits_->merge(piece.first, bits);
  }

  // All ranks at once; on rank 0 it then holds what all have done.
  void reduce_to_first(int rank) {
    reduce(&tally_.trials, 1, MPI_UINT64_T, MPI_SUM, rank);
    reduce(tally_.counters.data(), tally_.counters.size(), MPI_UINT64_T, MPI_SUM, rank);
    WideSums().reduce_to_first(&tally_.sums, rank);
    if (bits_) reduce(bits_->words().data(), bits_->words().size(), MPI_UINT64_T, MPI_BOR, rank);
  }

  const Tally& tally() const { return tally_; }
  const std::optional<ExhaustedBits>& bits() const { return bits_; }

 private:
  const Tables& tables_;
  u64 first_;
  Tally tally_;
  std::optional<ExhaustedBits> bits_;
};

// Answers the others until each has been told that there is no more.
void be_clerk(HandOut& pieces, int others) {
  while (others > 0) {
    int asked = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, kAsk, MPI_COMM_WORLD, &asked, &status);
    if (!asked) {
      // A blocking receive would keep a core busy that has trials to run.
      std::this_thread::sleep_for(std::chrono::microseconds(100));
      continue;
    }
    MPI_Recv(nullptr, 0, MPI_BYTE, status.MPI_SOURCE, kAsk, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    const TrialRange piece = pieces.take();
    MPI_Send(&piece, int(sizeof piece), MPI_BYTE, status.MPI_SOURCE, kGive, MPI_COMM_WORLD);
    if (piece.count == 0) --others;
  }
}

TrialRange ask_for_piece() {
  TrialRange piece;
  MPI_Send(nullptr, 0, MPI_BYTE, 0, kAsk, MPI_COMM_WORLD);
  MPI_Recv(&piece, int(sizeof piece), MPI_BYTE, 0, kGive, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return piece;
}

class RanksEngine : public Engine {
 public:
  RanksEngine(std::unique_ptr<Engine> own, std::vector<Tables> tables, const Rank& rank)
      : own_(std::move(own)), tables_(std::move(tables)), rank_(rank) {}
  ~RanksEngine() override {
    Command leave;
    broadcast(&leave);
  }

  std::string name() const override { return own_->name(); }
  std::string detail() const override {
    return std::to_string(rank_.count) + " ranks of MPI, the first: " + own_->detail();
  }
  EngineTimes times() const override { return own_->times(); }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    Command command{place_of(tables), range.first, range.count, exhausted ? u64(1) : 0};
    broadcast(&command);
    Share share(tables, command);
    HandOut pieces(range.count, u64(rank_.count), stop);
    work(pieces, &share);
    share.reduce_to_first(rank_.number);
    tally->merge(share.tally());
    if (exhausted) exhausted->merge(0, *share.bits());
    return pieces.handed_out();
  }

 private:
  u64 place_of(const Tables& tables) const {
    const auto at = std::find_if(tables_.begin(), tables_.end(), [&](const Tables& known) {
      return known.destinations == tables.destinations && known.words == tables.words;
    });
    if (at == tables_.end()) end_job(rank_.number, "asked to run tables that the other ranks do not know");
    return u64(at - tables_.begin());
  }

  void work(HandOut& pieces, Share* share) {
    std::thread clerk([&] { be_clerk(pieces, rank_.count - 1); });
    std::string failure;
    try {
      for (TrialRange piece; (piece = pieces.take()).count > 0;) share->run(*own_, piece);
    } catch (const std::exception& error) {
      failure = error.what();
      pieces.close();
    }
    clerk.join();
    if (!failure.empty()) end_job(rank_.number, failure.c_str());
  }

  std::unique_ptr<Engine> own_;
  std::vector<Tables> tables_;
  Rank rank_;
};

// The first rank that cannot take part, and why.
std::string trouble_in(const std::vector<Report>& reports) {
  for (std::size_t r = 0; r < reports.size(); ++r) {
    const std::string who = "rank " + std::to_string(r) + " cannot take part: ";
    if (reports[r].failure[0]) return who + reports[r].failure;
    if (reports[r].digest != reports[0].digest)
      return who + "it has read another study than rank 0; start all with one command line and the same files";
  }
  return {};
}

Rank rank_among_all() {
  Rank rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank.number);
  MPI_Comm_size(MPI_COMM_WORLD, &rank.count);
  MPI_Comm machine;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank.number, MPI_INFO_NULL, &machine);
  MPI_Comm_rank(machine, &rank.local);
  MPI_Comm_size(machine, &rank.local_count);
  MPI_Comm_free(&machine);
  return rank;
}

}  // namespace

Ranks::Ranks() {
  if (!started_with_others()) return;
  int given = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &given);
  if (given < MPI_THREAD_SERIALIZED) end_job(0, "this MPI serves no programs with threads; use another");
  rank_ = rank_among_all();
}

Ranks::~Ranks() {
  if (alone()) return;
  if (!told_) ready(0, "it has failed");
  MPI_Finalize();
}

std::string Ranks::ready(u64 digest, const std::string& failure) {
  told_ = true;
  if (alone()) return failure;
  Report report;
  report.digest = digest;
  failure.copy(report.failure, sizeof report.failure - 1);
  std::vector<Report> reports(std::size_t(rank_.number == 0 ? rank_.count : 0));
  MPI_Gather(&report, int(sizeof report), MPI_BYTE, reports.data(), int(sizeof report), MPI_BYTE, 0, MPI_COMM_WORLD);
  const std::string trouble = trouble_in(reports);
  u64 goes_on = trouble.empty();
  broadcast(&goes_on);
  return rank_.number == 0 || goes_on ? trouble : "others cannot take part";
}

std::unique_ptr<Engine> Ranks::share_out(std::unique_ptr<Engine> own, std::vector<Tables> tables) const {
  if (alone()) return own;
  return std::make_unique<RanksEngine>(std::move(own), std::move(tables), rank_);
}

void Ranks::serve(Engine& own, const std::vector<Tables>& tables) const {
  while (true) {
    Command command;
    broadcast(&command);
    if (command.tables == Command::kLeave) return;
    try {
      Share share(tables.at(command.tables), command);
      for (TrialRange piece; (piece = ask_for_piece()).count > 0;) share.run(own, piece);
      share.reduce_to_first(rank_.number);
    } catch (const std::exception& error) {
      end_job(rank_.number, error.what());
    }
  }
}

}  // namespace headroom
