package dev.oneloop.benchmarks

/** [CoroutineWork] for Java: one method for each row. */
public object CoroutineRunner {
  @JvmStatic public fun yields(on: DispatcherPeer.Started): Unit = on.run { CoroutineWork.yields() }

  @JvmStatic
  public fun rendezvous(on: DispatcherPeer.Started): Unit = on.run {
    with(CoroutineWork) { rendezvous() }
  }

  @JvmStatic
  public fun buffered(on: DispatcherPeer.Started): Unit = on.run {
    with(CoroutineWork) { buffered() }
  }

  @JvmStatic
  public fun launches(on: DispatcherPeer.Started): Unit = on.run {
    with(CoroutineWork) { launches() }
  }

  @JvmStatic
  public fun delays(on: DispatcherPeer.Started): Unit = on.run { with(CoroutineWork) { delays() } }

  @JvmStatic
  public fun timeouts(on: DispatcherPeer.Started): Unit = on.run { CoroutineWork.timeouts() }

  @JvmStatic public fun hops(on: DispatcherPeer.Started): Unit = on.run { CoroutineWork.hops() }
}
