#include "host/app/commands.h"

int main(int argc, char** argv) { return headroom::run_program(argc, argv); }
