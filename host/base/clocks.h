// Seconds of three clocks, each since a moment of its own.
#pragma once

namespace headroom {

double wall_seconds();     // never goes back
double thread_seconds();   // that this thread has used of a processor: neighbours on the machine do not count
double process_seconds();  // the same, of all threads of the process together

}  // namespace headroom
