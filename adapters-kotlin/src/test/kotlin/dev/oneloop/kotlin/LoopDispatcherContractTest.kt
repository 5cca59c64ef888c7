package dev.oneloop.kotlin

import org.junit.jupiter.api.Nested

/** The contract, on every kind of loop. */
class LoopDispatcherContractTest {
  @Nested
  inner class OnManualLoop : DispatcherContract() {
    override fun newSubject() = CallerDriven(quiet().manual())
  }

  @Nested
  inner class OnThreadLoop : DispatcherContract() {
    override fun newSubject() = SelfDriven(quiet().name("contract").start())
  }

  @Nested
  inner class OnSwing : DispatcherContract() {
    override fun newSubject() = SelfDriven(quiet().on(SwingHost))
  }

  @Nested
  inner class OnSimulatedLoop : DispatcherContract() {
    override fun newSubject() = CallerDriven(quiet().simulated())
  }
}
