package dev.oneloop.diagnostics;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * Says who holds the monitor that a thread waits for. Apart, as not every JRE has java.management.
 */
final class MonitorHolder {
  private MonitorHolder() {}

  /** As part of a sentence; empty if it is not known. */
  static String describe(Thread waiting) {
    try {
      return Management.describe(waiting);
    } catch (LinkageError e) {
      return "";
    }
  }

  private static final class Management {
    // getId() is deprecated in favour of threadId(), which Java 17 does not have.
    @SuppressWarnings("deprecation")
    static String describe(Thread waiting) {
      ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(waiting.getId());
      return info == null || info.getLockOwnerName() == null
          ? ""
          : " of " + info.getLockName() + " held by thread \"" + info.getLockOwnerName() + "\"";
    }
  }
}
