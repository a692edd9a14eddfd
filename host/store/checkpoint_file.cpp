#include "host/store/checkpoint_file.h"

namespace headroom {
namespace {

constexpr std::size_t kVersionBytes = 2 * 4;
constexpr FileKind kSavedFile{{"hrsaved\0", 8}, "saved tallies", kCheckpointMajor, 8 + kVersionBytes + 4 + 4 * 8 + 4};

}  // namespace

std::string checkpoint_bytes(const Checkpoint& saved, const std::vector<PartWriter>& more) {
  std::string bytes;
  const Sink append = [&](std::string_view piece) { bytes += piece; };
  ByteWriter out(append);
  out.put(kSavedFile.magic);
  out.put(kCheckpointMajor);
  out.put(kCheckpointMinor);
  put_name(saved.estimator, out);
  for (const u64 number : {saved.study_digest, saved.seed, saved.first_trial, saved.done}) out.put(number);
  out.put(u32(saved.parts.size() + more.size()));
  for (const SavedPart& part : saved.parts) put_part(part, out);
  for (const PartWriter& put : more) put(out);
  out.finish();
  return bytes;
}

Checkpoint parse_checkpoint(const InputFile& file) {
  if (const FileProblem problem = file_problem(file.text, kSavedFile); !problem.wrong.empty())
    refuse_file(file, problem);
  PartReader reader(file);
  reader.skip(kSavedFile.magic.size() + kVersionBytes);
  Checkpoint saved;
  saved.estimator = reader.name();
  for (u64* number : {&saved.study_digest, &saved.seed, &saved.first_trial, &saved.done}) *number = reader.get<u64>();
  saved.parts = reader.parts(reader.get<u32>());
  reader.finish();
  return saved;
}

}  // namespace headroom
