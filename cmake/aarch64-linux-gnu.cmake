# For cmake --toolchain: builds for AArch64 with a cross compiler, and runs the tests in an emulator of a user's programs. On
# Debian: g++-aarch64-linux-gnu, qemu-user, and of the architecture arm64 libgtest-dev, libfmt-dev and libsqlite3-dev.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64)
set(CMAKE_CXX_FLAGS_INIT -Wno-psabi)  # notes that a call was another one before GCC 10
