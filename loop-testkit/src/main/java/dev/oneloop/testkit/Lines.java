package dev.oneloop.testkit;

import java.util.List;

/** Lists in messages for people. */
final class Lines {
  private static final int SHOWN = 20;

  private Lines() {}

  /** Each on a line of its own, the first on a new one; not too many. */
  static String of(List<?> items) {
    StringBuilder text = new StringBuilder();
    for (Object item : items.subList(0, Math.min(SHOWN, items.size()))) {
      text.append("\n  - ").append(item);
    }
    if (items.size() > SHOWN) {
      text.append("\n  and ").append(items.size() - SHOWN).append(" more");
    }
    return text.toString();
  }
}
