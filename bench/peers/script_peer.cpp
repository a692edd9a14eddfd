// Peers in other languages: a process that is asked over a pipe, so that neither its start nor its compiling counts.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

#include <fmt/format.h>

#include "bench/peers/model_text.h"
#include "bench/peers/peer.h"
#include "host/base/problems.h"
#include "host/base/text.h"
#include "host/store/atomic_write.h"

namespace headroom::bench {
namespace {

class Pipes {
 public:
  explicit Pipes(std::vector<std::string> command) {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw RunError("no pipe to a peer");
    child_ = ::fork();
    if (child_ == 0) become(command, in[0], out[1]);
    ::close(in[0]);
    ::close(out[1]);
    to_ = ::fdopen(in[1], "w");
    from_ = ::fdopen(out[0], "r");
  }
  ~Pipes() {
    std::fclose(to_);  // it ends by itself then
    std::fclose(from_);
    ::waitpid(child_, nullptr, 0);
  }
  Pipes(const Pipes&) = delete;
  Pipes& operator=(const Pipes&) = delete;

  void say(const std::string& line) {
    std::fputs(line.c_str(), to_);
    std::fflush(to_);
  }
  // Nothing at the end of all lines.
  std::string hear() {
    std::string line;
    for (int c = std::fgetc(from_); c != EOF && c != '\n'; c = std::fgetc(from_)) line += char(c);
    return line;
  }

 private:
  [[noreturn]] static void become(std::vector<std::string>& command, int in, int out) {
    ::dup2(in, 0);
    ::dup2(out, 1);
    std::vector<char*> words;
    for (std::string& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    ::execvp(words.front(), words.data());
    ::_exit(127);
  }

  pid_t child_;
  std::FILE *to_, *from_;
};

class ScriptPeer : public Peer {
 public:
  ScriptPeer(std::string name, std::vector<std::string> command, std::size_t capped)
      : name_(std::move(name)), capped_(capped), pipes_(std::move(command)), greeting_(pipes_.hear()) {}
  // Empty: it is ready.
  std::string why_not() const {
    if (greeting_ == "ready") return "";
    return greeting_.rfind("none: ", 0) == 0 ? greeting_.substr(6) : name_ + " does not start; is it installed?";
  }

  Answers run(u64 first, u64 count) override {
    pipes_.say(fmt::format("{} {}\n", first, count));
    std::istringstream line(pipes_.hear());
    Answers answers(capped_);
    answers.trials = count;
    line >> seconds_;
    const auto read = [&](auto& numbers) {
      for (auto& x : numbers) {
        double number = 0;
        line >> number;
        x = static_cast<std::remove_reference_t<decltype(x)>>(number);
      }
    };
    read(answers.exhausted);
    read(answers.exhausted_count);
    read(answers.sums);
    read(answers.squares);
    if (!line) throw RunError("the peer " + name_ + " gave no answer; its own message stands above");
    return answers;
  }
  double helper_seconds() const override { return seconds_; }

 private:
  std::string name_;
  std::size_t capped_;
  double seconds_ = 0;
  Pipes pipes_;
  std::string greeting_;
};

// A file that is gone when it has been read.
class ModelFile {
 public:
  explicit ModelFile(const Model& model) {
    path_ = (std::filesystem::temp_directory_path() / fmt::format("headroom-model-{}", ::getpid())).string();
    write_file_atomically(path_, as_text(model));
  }
  ~ModelFile() { std::remove(path_.c_str()); }
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The first of the commands whose process is ready.
std::unique_ptr<Peer> first_ready(const std::string& name, const LoadedStudy& loaded, std::string* why_not,
                                  const std::vector<std::vector<std::string>>& commands) {
  ::signal(SIGPIPE, SIG_IGN);  // a peer that has died is told of as an answer that is missing
  const Model model(loaded);
  const ModelFile file(model);
  for (std::vector<std::string> command : commands) {
    command.push_back(file.path());
    auto peer = std::make_unique<ScriptPeer>(name, command, model.capped);
    if (peer->why_not().empty()) return peer;
    *why_not = peer->why_not();
  }
  return nullptr;
}

const std::string kFolder = HEADROOM_PEERS;

}  // namespace

std::unique_ptr<Peer> make_numpy(const LoadedStudy& loaded, std::string* why_not) {
  const std::string script = kFolder + "/numpy_peer.py";
  return first_ready("numpy", loaded, why_not, {{"python3", "-B", script}, {"/usr/bin/python3", "-B", script}});
}

std::unique_ptr<Peer> make_r(const LoadedStudy& loaded, std::string* why_not) {
  return first_ready("r", loaded, why_not, {{"Rscript", "--vanilla", kFolder + "/r_peer.R"}});
}

}  // namespace headroom::bench
