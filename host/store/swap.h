// One folder in the place of another.
#pragma once
#include <filesystem>

namespace headroom {

// Puts `fresh` where `place` is, in one step where the file system can; the folder that stood there is then called
// `fresh`. Both have the same parent. Throws RunError; then `place` is as it was.
void swap_in(const std::filesystem::path& fresh, const std::filesystem::path& place);

// For file systems that cannot exchange two names: for a moment nothing stands at `place`.
void swap_in_two_steps(const std::filesystem::path& fresh, const std::filesystem::path& place);

}  // namespace headroom
