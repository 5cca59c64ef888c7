package dev.oneloop.examples.quakes;

import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.cf.LoopFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The futures' part: a blocking look-up per event on a pool, its result back on the loop. */
final class AirportLookups {
  private final LoopExecutor loop;
  private final Executor pool;
  private final AirportIndex index;
  private final Board board;
  private final List<LoopFuture<@Nullable Void>> lookups = new ArrayList<>();

  AirportLookups(LoopExecutor loop, Executor pool, AirportIndex index, Board board) {
    this.loop = loop;
    this.pool = pool;
    this.index = index;
    this.board = board;
  }

  /** Begins to look up the airport nearest to an event. On the loop. */
  void onQuake(Quake quake) {
    lookups.add(
        loop.offload(pool, () -> index.nearest(quake.latitude(), quake.longitude()))
            .thenAccept(nearest -> board.located(quake, nearest)));
  }

  /** Complete when all look-ups that have begun are done. On the loop. */
  LoopFuture<@Nullable Void> done() {
    return loop.allOf(lookups.toArray(new LoopFuture<?>[0]));
  }
}
