package dev.oneloop;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.List;

/** Hands out one selector after the other. */
final class FakeSelectors implements IoSelector.Source {
  private final Iterator<IoSelector.Source> sources;
  private volatile int opened;

  FakeSelectors(IoSelector.Source... sources) {
    this.sources = List.of(sources).iterator();
  }

  @Override
  public synchronized Selector open() throws IOException {
    Selector next = sources.next().open();
    opened++;
    return next;
  }

  int opened() {
    return opened;
  }
}
