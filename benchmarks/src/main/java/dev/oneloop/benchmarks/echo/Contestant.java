package dev.oneloop.benchmarks.echo;

import java.util.List;

/** A program that takes part. */
record Contestant(String name, Role role, List<String> command) {
  enum Role {
    OURS,
    PEER,
    /** Does less than the others, and shows what could be reached at best. */
    LIMIT
  }

  boolean isOurs() {
    return role == Role.OURS;
  }
}
