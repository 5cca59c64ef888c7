package dev.oneloop;

class SelectingThreadLoopTest extends IoLoopContract {
  @Override
  IoLoop newLoop(LoopBuilder builder) {
    return builder.selecting();
  }
}
