// Reading and compiling studies: what a user waits for before the first trial.
#pragma once

namespace headroom::bench {

// Registers them with Google Benchmark, with how they grow with the number of streams.
void register_readers();

}  // namespace headroom::bench
