package dev.oneloop.benchmarks.echo;

/** How often something was done, in which time, and in how much of the process's CPU time. */
record Measurement(long count, double seconds, double cpuSeconds) {
  double perSecond() {
    return count / seconds;
  }

  double perCpuSecond() {
    return count / cpuSeconds;
  }
}
