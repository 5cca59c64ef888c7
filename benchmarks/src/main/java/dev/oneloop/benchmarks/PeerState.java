package dev.oneloop.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A running peer. */
@State(Scope.Benchmark)
public class PeerState {
  /** Who is measured. */
  @Param public Peer peer = Peer.ONELOOP;

  LoopPeer loop;

  /** Starts it. */
  @Setup
  public void start() {
    loop = peer.start();
  }

  /** Ends it. */
  @TearDown
  public void stop() {
    loop.close();
  }
}
